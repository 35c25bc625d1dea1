"""Removes the demonstration sheets, and nothing else."""

import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from practices.importing.examples import remove_examples
from practices.importing.report import counted
from practices.models import PracticePage


class Command(BaseCommand):
    help = "Retire toutes les fiches d’exemple du site et de la recherche, et rien d’autre."

    def handle(self, **options):
        total = PracticePage.objects.examples().count()
        removed = 0
        for _ in tqdm(
            remove_examples(), total=total, unit=" fiches", leave=False, disable=not sys.stderr.isatty()
        ):
            removed += 1
        if removed:
            self.stdout.write(f"{counted(removed, 'fiche d’exemple retirée', 'fiches d’exemple retirées')}.")
        else:
            self.stdout.write("Il n’y a pas de fiche d’exemple.")
