"""Made-up reuses between the demonstration sheets, so that their lineage can be seen."""

import json
from pathlib import Path

from ..territories.models import Territory
from .models import Reuse

FILE = Path(__file__).with_name("examples.json")


def read_reuses():
    return json.loads(FILE.read_text(encoding="utf-8"))


def load_reuses(sheets):
    """Say each reuse once, between `sheets` that are all there; nobody is told by mail."""
    sheets = {sheet.external_id: sheet for sheet in sheets}
    for row in read_reuses():
        Reuse.objects.update_or_create(
            practice=sheets[row["practice"]],
            territory=Territory.objects.get(code=row["territory"]),
            defaults={
                "changes": row["changes"],
                "year": row["year"],
                "result": sheets.get(row["result"]),
            },
        )
