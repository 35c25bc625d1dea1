"""The one mail to a reader who reported a sheet and left an address."""

from practices.mailing.composing import queue

HANDLED = "practices/mails/report_handled.txt"


def handled(report):
    """To the reader, if there is an address: what was made of the report."""
    if report.email:
        address = report.practice.full_url if report.practice.live else ""
        queue(HANDLED, {"report": report, "address": address}, to=report.email, action=address)
