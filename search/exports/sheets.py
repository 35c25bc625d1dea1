"""The sheets of an export: their public data, and all of a search in constant memory."""

import contextlib
import re
from itertools import islice

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils import timezone

from practices.models import PracticePage

from ..answering import meant
from ..documents import PracticeDocument
from ..engines.base import SearchUnavailable, get_engine

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CHUNK = 200  # sheets read at a time


def practice_data(practice):
    """A sheet as its public data; never an address of a person."""
    lead = practice.lead
    territory = lead and {
        "code": lead.code,
        "name": lead.name,
        "type": lead.kind,
        "population": lead.population,
        "population_year": lead.population_year,
        "department": lead.department_name,
        "region": lead.region_name,
    }
    return {
        "id": practice.pk,
        "external_id": practice.external_id,
        "url": full_url(practice),
        "title": practice.title,
        "summary": practice.summary,
        "territory": territory,
        "themes": [theme.path for theme in practice.themes.all()],
        "mutualisation": practice.mutualisation,
        "state": practice.state,
        "state_date": practice.state_date,
        "cost": practice.cost_band,
        "evidence": practice.evidence[0],
        "year": practice.year,
        "licence": practice.licence,
        "reuses": len(practice.reuses.all()),
        "published_at": practice.last_published_at,
        "example": practice.is_example,
    }


def attachment(pieces, *, content_type, suffix, subject="pratiques-communes"):
    """What is streamed as a file named after the subject (the whole site) and the day."""
    response = StreamingHttpResponse(pieces, content_type=content_type)
    name = f"{subject}-{timezone.localdate():%Y-%m-%d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def for_xml(text):
    """The text without the signs that XML 1.0 cannot hold."""
    return NOT_XML.sub("", text)


def full_url(practice):
    return settings.SITE_URL + practice.url


def all_practices(filterset):
    """Every live result, by key: of the corrected or looser words where the page shows those.

    From the database when the engine stops answering, from where it stopped.
    """
    last = 0
    if not filterset.engine_failed:
        with contextlib.suppress(SearchUnavailable):
            engine = get_engine(PracticeDocument)
            query = meant(engine, filterset.search_query, filterset.text)
            for keys in _chunks(engine.scan(query)):
                yield from _read(keys)
                last = keys[-1]
            return
    left = filterset.qs.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    for keys in _chunks(left.iterator()):
        yield from _read(keys)


def _read(keys):
    return PracticePage.objects.findable().filter(pk__in=keys).with_card().order_by("pk")


def _chunks(keys):
    keys = iter(keys)
    while chunk := list(islice(keys, CHUNK)):
        yield chunk
