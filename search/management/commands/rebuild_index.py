from django.core.management.base import BaseCommand, CommandError

from practices.importing.report import counted
from practices.models import PracticePage
from search import indexing
from search.engines.base import SearchUnavailable


class Command(BaseCommand):
    help = "Refait l’index de recherche\u00a0; l’ancien répond pendant ce temps."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="seulement si aucun index ne convient, ou si le nombre de fiches n’est pas le bon",
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help="retire aussi les index d’un ancien code, une fois qu’il ne tourne plus",
        )

    def handle(self, *, if_needed, prune, **options):
        try:
            self.build(if_needed)
            if prune:
                self.stdout.write(f"Anciens index retirés\u00a0: {indexing.engine().prune()}.")
        except SearchUnavailable as error:
            raise CommandError(f"Le moteur de recherche ne répond pas\u00a0: {error}") from error

    def build(self, if_needed):
        if if_needed and self.is_up_to_date():
            self.stdout.write("L’index de recherche est à jour.")
            return
        count = indexing.rebuild()
        self.stdout.write(f"Index de recherche\u00a0: {counted(count, 'fiche', 'fiches')}.")

    def is_up_to_date(self):
        engine = indexing.engine()
        if not engine.is_ready():
            return False
        indexing.drain()
        return engine.count() == PracticePage.objects.findable().count()
