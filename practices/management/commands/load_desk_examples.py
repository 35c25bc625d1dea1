"""Gives moderators something to do on a demonstration site."""

from django.core.management.base import BaseCommand

from practices.importing.examples import load_desk_examples
from practices.importing.report import counted


class Command(BaseCommand):
    help = (
        "Envoie en relecture des fiches d’exemple, avec un signalement et une demande de rattachement, une "
        "fois pour chaque chargement des fiches d’exemple. remove_examples retire tout."
    )

    def handle(self, **options):
        sent = len(load_desk_examples())
        if sent:
            self.stdout.write(f"{counted(sent, 'fiche d’exemple envoyée', 'fiches d’exemple envoyées')}.")
        else:
            self.stdout.write("Le bureau est laissé comme il est.")
