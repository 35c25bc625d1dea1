from django.core.management.base import BaseCommand

from practices.vitality.due import ask_due


class Command(BaseCommand):
    help = (
        "Asks collectivities whether the practices of their old sheets still run; the worker does it daily."
    )

    def handle(self, **options):
        self.stdout.write(f"Mails queued: {ask_due()}.")
