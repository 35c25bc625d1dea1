from practices.mailing.models import Kind
from practices.mails import members_of, send


def practice_reused(reuse):
    """To the people of the collectivity that leads the sheet."""
    practice = reuse.practice
    said = {"reuse": reuse, "practice": practice, "address": f"{practice.full_url}#filiation"}
    send("reused", members_of(practice.lead_id), kind=Kind.REUSES, **said)
