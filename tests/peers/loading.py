"""From the documents of the product to the tables and indexes of the peers."""

from itertools import islice

from django.db import transaction
from wagtail.search.backends import get_search_backend

from .facets import ONE_VALUE, SEVERAL_VALUES
from .models import FacetValue, PeerSheet

BATCH = 500
TEXTS = ("title", "summary", "keywords", "who", "body")


def load_sheets(documents):
    """Replaces the peers' tables."""
    PeerSheet.objects.all().delete()
    values = {}
    documents = iter(documents)
    while batch := list(islice(documents, BATCH)):
        with transaction.atomic():
            PeerSheet.objects.bulk_create(_sheet(document) for document in batch)
            for facet in SEVERAL_VALUES:
                _relate(facet, batch, values)


def build_index(backend_name):
    """Builds the peer's index of this backend of Wagtail anew, as its own command does; returns the count."""
    backend = get_search_backend(backend_name)
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(PeerSheet))
    index = rebuilder.start()
    index.add_model(PeerSheet)
    count = 0
    sheets = PeerSheet.get_indexed_objects().order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(sheets, BATCH)):
        index.add_items(PeerSheet, batch)
        count += len(batch)
    rebuilder.finish()
    return count


def _sheet(document):
    columns = {name: (getattr(document, name) or ("",))[0] for name in ONE_VALUE}
    texts = {name: getattr(document, name) for name in TEXTS}
    return PeerSheet(pk=document.pk, **texts, **columns)


def _relate(facet, batch, values):
    through = getattr(PeerSheet, facet).through
    rows = []
    for document in batch:
        for value in getattr(document, facet):
            if (facet, value) not in values:
                values[facet, value] = FacetValue.objects.get_or_create(facet=facet, value=value)[0].pk
            rows.append(through(peersheet_id=document.pk, facetvalue_id=values[facet, value]))
    through.objects.bulk_create(rows)
