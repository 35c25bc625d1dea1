from django.core.management.base import BaseCommand

from practices.mailing.reminders import send_due


class Command(BaseCommand):
    help = "Queues the reminders that are due, one mail a day for a person; the worker does it by itself."

    def handle(self, **options):
        self.stdout.write(f"Mails queued: {send_due()}.")
