"""Loads the demonstration sheets, marked as made up."""

import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from practices.importing.errors import UnreadableFile
from practices.importing.examples import are_loaded, load_examples, read_examples
from practices.importing.report import Report, sentences


class Command(BaseCommand):
    help = (
        "Charge les fiches d’exemple, publiées et marquées comme inventées. "
        "Rien ne change si elles sont déjà chargées."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once",
            action="store_true",
            help="ne pas recharger des exemples que remove_examples a retirés",
        )

    def handle(self, *, once, **options):
        if are_loaded(once=once):
            self.stdout.write("Les fiches d’exemple sont déjà chargées.")
            return
        report = Report(commit=True, keep=1000)
        outcomes = tqdm(
            load_examples(),
            total=len(read_examples()),
            unit=" fiches",
            leave=False,
            disable=not sys.stderr.isatty(),
        )
        try:
            for outcome in outcomes:
                report.add(outcome)
        except UnreadableFile as error:
            self.stdout.write(str(error))
            sys.exit(2)
        for outcome in report.kept:
            for sentence in sentences(outcome):
                self.stdout.write(f"{outcome.label or 'Fiche d’exemple'}. {sentence}")
        for total in report.totals():
            self.stdout.write(f"{total}.")
        if report.refused:
            sys.exit(1)
