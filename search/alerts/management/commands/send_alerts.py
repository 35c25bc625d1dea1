from django.core.management.base import BaseCommand, CommandError

from search.alerts.sending import send_due
from search.engines.base import SearchUnavailable


class Command(BaseCommand):
    help = "Queues the mails of the saved searches that are due; the worker does it by itself."

    def handle(self, **options):
        try:
            self.stdout.write(f"Mails queued: {send_due()}.")
        except SearchUnavailable as error:
            raise CommandError("The search engine does not answer; what is due stays due.") from error
