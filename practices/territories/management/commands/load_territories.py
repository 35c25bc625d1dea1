"""Load or update the official directory of collectivities."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from practices.territories.directory.loading import TooManyLeavers, load
from practices.territories.directory.rows import (
    ALIASES_FILE,
    SOURCES_FILE,
    TERRITORIES_FILE,
    DirectoryFileError,
)


class Command(BaseCommand):
    help = "Charge l’annuaire officiel des collectivités, ou le met à jour. Sans effet s’il est déjà à jour."

    def add_arguments(self, parser):
        parser.add_argument(
            "--file", type=Path, help="autre fichier des collectivités (CSV, compressé ou non)"
        )
        parser.add_argument("--aliases", type=Path, help="fichier des anciens codes qui va avec")
        parser.add_argument(
            "--force", action="store_true", help="charge même si rien n’a changé, ou s’il en manque"
        )

    def handle(self, *, file, aliases, force, verbosity, **options):
        if file is None:
            file, aliases = TERRITORIES_FILE, aliases or ALIASES_FILE
            vintage = json.loads(SOURCES_FILE.read_text(encoding="utf-8"))["vintage"]
        else:
            vintage = file.name[:20]
        try:
            report = load(file, aliases, vintage=vintage, force=force, progress=self._progress)
        except (DirectoryFileError, TooManyLeavers) as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self._tell(report)

    def _progress(self, chunks):
        # disable=None: silent when nobody watches.
        return tqdm(chunks, desc="Collectivités", unit="lot", disable=None, leave=False)

    def _tell(self, report):
        if report.is_up_to_date:
            self.stdout.write("L’annuaire des collectivités est à jour.")
            return
        self.stdout.write(
            f"Annuaire chargé\u00a0: {report.created} collectivités créées, {report.updated} mises à jour."
        )
        for old, new in report.merged:
            self.stdout.write(f"{old.label} fait maintenant partie de {new.label}.")
        for old in report.vanished:
            self.stdout.write(
                f"{old.label} n’est plus dans l’annuaire\u00a0: rendue inactive, sans remplaçante."
            )
        for code in report.kept_apart:
            self.stdout.write(f"{code}\u00a0: déjà ajoutée à la main, laissée telle quelle.")
