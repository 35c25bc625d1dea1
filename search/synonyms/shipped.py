"""The list of synonyms that comes with the site, loaded once line by line."""

import hashlib
from pathlib import Path

from django.db import transaction

from ..models import ShippedSynonym, Synonym

PATH = Path(__file__).parent.parent / "data" / "synonyms.txt"
ARROW = "=>"


def read_lines():
    """The lines of the file as (terms, replacements), comments left out."""
    for line in PATH.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            terms, _, replacements = line.partition(ARROW)
            yield terms.strip(), replacements.strip()


@transaction.atomic
def load():
    """Adds the lines that were never loaded; returns how many. Moderators’ changes and deletions stay."""
    known = set(ShippedSynonym.objects.values_list("digest", flat=True))
    new = {digest: line for line in read_lines() if (digest := _digest(line)) not in known}
    Synonym.objects.bulk_create(
        Synonym(terms=terms, replacements=replacements) for terms, replacements in new.values()
    )
    ShippedSynonym.objects.bulk_create(ShippedSynonym(digest=digest) for digest in new)
    return len(new)


def _digest(line):
    return hashlib.sha256(ARROW.join(line).encode()).hexdigest()
