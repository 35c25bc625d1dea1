from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from practices.models import PracticePage
from search import comparing, indexing
from search.engines.base import SearchUnavailable
from search.models import IndexEntry

SHOWN = 20  # keys named of each fault


class Command(BaseCommand):
    help = "Compares the search index with the database, sheet by sheet; exits with 1 where they differ."

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair",
            action="store_true",
            help="bring what differs up to date, and build the index anew where there is none",
        )

    def handle(self, *, repair, **options):
        try:
            if repair and not indexing.engine().is_ready():
                self.stdout.write(f"There was no index: built anew, {indexing.rebuild()} sheets.")
            faults, left = comparing.repair() if repair else (comparing.faults(), {})
            indexed = indexing.engine().count()
        except SearchUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}") from error
        published = PracticePage.objects.findable().count()
        waiting = IndexEntry.objects.count()
        self.stdout.write(f"Published: {published}. Indexed: {indexed}. Changes in the queue: {waiting}.")
        counts = Counter(faults.values())
        for fault in sorted(counts):
            keys = [str(key) for key, its_fault in faults.items() if its_fault == fault]
            more = ", …" if len(keys) > SHOWN else ""
            self.stdout.write(f"{fault.capitalize()}: {len(keys)} (sheets {', '.join(keys[:SHOWN])}{more})")
        if not faults:
            self.stdout.write("The index says what the database says.")
        elif left:
            raise CommandError(f"{len(left)} sheets still differ: run manage.py rebuild_index")
        elif repair:
            self.stdout.write(f"Repaired: {len(faults)}.")
        else:
            raise CommandError(f"{len(faults)} sheets differ: run manage.py check_index --repair")
