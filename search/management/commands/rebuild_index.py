from django.core.management.base import BaseCommand, CommandError

from practices.models import PracticePage
from search import indexing
from search.engines.base import SearchUnavailable


class Command(BaseCommand):
    help = "Builds the search index anew; searches go on with the old one meanwhile."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed", action="store_true", help="only where no index fits, or its count is off"
        )

        parser.add_argument(
            "--prune", action="store_true", help="drop the indices of older code too, once none of it runs"
        )

    def handle(self, *, if_needed, prune, **options):
        try:
            self.build(if_needed)
            if prune:
                self.stdout.write(f"Dropped: {indexing.engine().prune()} older indices.")
        except SearchUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}") from error

    def build(self, if_needed):
        if if_needed and self.is_up_to_date():
            self.stdout.write("Search index: up to date.")
            return
        count = indexing.rebuild()
        self.stdout.write(f"Search index: {count} sheets.")

    def is_up_to_date(self):
        engine = indexing.engine()
        if not engine.is_ready():
            return False
        indexing.drain()
        return engine.count() == PracticePage.objects.findable().count()
