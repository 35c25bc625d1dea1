"""Imports existing sheets from a CSV (.csv, .csv.gz) or XLSX file."""

import gc
import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from practices.importing.errors import UnreadableFile
from practices.importing.outcomes import DEFAULT_SOURCE, ImportOptions
from practices.importing.report import Report, sentences
from practices.importing.run import open_import
from practices.importing.template import write_csv, write_template

REFUSED_LINES, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Importe des fiches depuis un fichier CSV, CSV.GZ ou XLSX. Sans --commit, rien n’est écrit\u00a0: "
        "l’import dit ligne par ligne ce qu’il ferait. "
        "Code de sortie\u00a0: 0 si tout est bon, 1 si des lignes sont refusées, 2 si rien ne se lit."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", metavar="FICHIER", help="fichier à importer, ou modèle à écrire"
        )
        parser.add_argument("--commit", action="store_true", help="importer les lignes bonnes")
        parser.add_argument("--publish", action="store_true", help="publier les fiches (sinon, brouillons)")
        parser.add_argument(
            "--lenient", action="store_true", help="ne demander que le titre, le résumé et la collectivité"
        )
        parser.add_argument("--update", action="store_true", help="mettre à jour les fiches déjà importées")
        parser.add_argument(
            "--source",
            default=DEFAULT_SOURCE,
            help="origine des identifiants («\u00a0import\u00a0» par défaut)",
        )
        parser.add_argument(
            "--template",
            action="store_true",
            help="écrire un fichier vide (en-tête et exemple) dans FICHIER, .csv ou .xlsx, ou à l’écran",
        )
        parser.add_argument("--quiet", action="store_true", help="ne dire que les totaux")

    def handle(self, *, file, template, **options):
        if template:
            return self._write_template(file)
        if not file:
            raise CommandError("Donnez le fichier à importer, ou --template.")
        self.quiet = options["quiet"]
        names = ("commit", "publish", "lenient", "update", "source")
        wanted = ImportOptions(**{name: options[name] for name in names})
        report = Report(commit=wanted.commit)
        try:
            self._run(file, wanted, report)
        except UnreadableFile as error:
            if report.lines:
                self._say_totals(report)
            self.stdout.write(self.style.ERROR(str(error)))
            sys.exit(UNREADABLE)
        self._say_totals(report)
        if report.refused:
            sys.exit(REFUSED_LINES)

    def _run(self, file, options, report):
        gc.freeze()  # what the site has loaded stays: looking at it over and over cost a third of the time
        try:
            self._import(file, options, report)
        finally:
            gc.unfreeze()

    def _import(self, file, options, report):
        with open_import(file, options) as job:
            for note in job.notes:
                self.stdout.write(note)
            progress = tqdm(
                job.outcomes, total=job.expected, unit=" lignes", leave=False, disable=self._is_silent()
            )
            for outcome in progress:
                report.add(outcome)
                if not self.quiet:
                    for sentence in sentences(outcome):
                        tqdm.write(sentence, file=self.stdout) if not progress.disable else self.stdout.write(
                            sentence
                        )

    def _is_silent(self):
        return self.quiet or not sys.stderr.isatty()

    def _say_totals(self, report):
        for total in report.totals():
            self.stdout.write(f"{total}.")
        if not report.lines:
            self.stdout.write("Aucune ligne à importer.")
        elif not report.commit and report.importable:
            self.stdout.write(
                "Rien n’est écrit\u00a0: c’était un essai. Ajoutez --commit pour importer les lignes bonnes."
            )

    def _write_template(self, file):
        if not file:
            return write_csv(self.stdout)
        try:
            write_template(file)
        except FileExistsError as error:
            raise CommandError(f"Le fichier {file} existe déjà\u00a0: choisissez un autre nom.") from error
        except OSError as error:
            raise CommandError(f"Le fichier {file} ne peut pas être écrit.") from error
        self.stdout.write(f"Modèle écrit dans {file}.")
