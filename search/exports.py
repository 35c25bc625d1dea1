"""The very same search for machines: JSON, CSV and Atom."""

import csv
import datetime
import re
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from practices.models import PracticePage

from .documents import PracticeDocument
from .engines.base import SearchUnavailable, get_engine
from .filters import ATOM, CSV, JSON, NEWEST
from .results import SearchPage

CHUNK = 200  # sheets read at a time
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOTHING_YET = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "id",
    "external_id",
    "url",
    "title",
    "summary",
    "territory_code",
    "territory_name",
    "territory_type",
    "population",
    "population_year",
    "department",
    "region",
    "themes",
    "mutualisation",
    "state",
    "state_date",
    "cost",
    "evidence",
    "year",
    "licence",
    "published_at",
    "example",
)


def export(filterset):
    """The answer in the format asked for; 400 with field and reason when a parameter is not understood."""
    errors = [{"field": name, "value": value, "reason": reason} for name, value, reason in filterset.dropped]
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    return {JSON: json_page, CSV: csv_file, ATOM: atom_feed}[filterset.output](filterset)


def json_page(filterset):
    """One page of results, with the counts of every facet value."""
    page = SearchPage(filterset)
    answer = {
        "total": page.total,
        "page": filterset.page_number,
        "pages": page.last_page,
        "degraded": page.degraded,
        "corrected": page.replaced or None,
        "results": [practice_data(result.practice) for result in page.results],
        "facets": {facet.name: list(_options(facet.options)) for facet in page.facets},
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def csv_file(filterset):
    """Every result, one line a sheet, streamed: constant memory whatever their number."""
    response = StreamingHttpResponse(_csv_lines(filterset), content_type="text/csv; charset=utf-8")
    name = f"pratiques-communes-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def atom_feed(filterset):
    """The newest results, as a feed: of words too, or what is new would never come up to a reader."""
    filterset.values["sort"] = NEWEST
    page = SearchPage(filterset)
    address = f"{settings.SITE_URL}/fiches/?{filterset.query_string(sort=None)}".rstrip("?")
    title = f"{settings.SITE_NAME}\u00a0: {page.query or 'les fiches'}"
    feed = _Feed(
        title=_xml(title),
        link=address,
        description="",
        feed_url=f"{settings.SITE_URL}/fiches/?{filterset.query_string(sort=None, format=ATOM)}",
        language="fr",
        author_name=settings.SITE_NAME,
    )
    for result in page.results:
        practice = result.practice
        example = "Exemple inventé pour la démonstration. " if practice.is_example else ""
        feed.add_item(
            title=_xml(practice.title),
            link=full_url(practice),
            description=escape(_xml(f"{example}{practice.summary}")),  # Django says it is HTML
            unique_id=feed_id(practice),
            pubdate=practice.first_published_at,
            updateddate=practice.last_published_at or practice.first_published_at or NOTHING_YET,
            author_name=_xml(practice.lead.name) if practice.lead else settings.SITE_NAME,
            categories=[_xml(theme.name) for theme in practice.themes.all()],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


class _Feed(Atom1Feed):
    """A feed without an entry is as old as the world, not new at each reading."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)


def feed_id(practice):
    """What a reader knows an entry by: the same when the sheet is renamed or the site moves to https."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:fiche:{practice.pk}"


def _xml(text):
    """The text without the signs that XML 1.0 cannot hold."""
    return NOT_XML.sub("", text)


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
        "published_at": practice.last_published_at,
        "example": practice.is_example,
    }


def full_url(practice):
    return settings.SITE_URL + practice.url


def safe_cell(value):
    """A cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


class _Echo:
    """What csv.writer writes to: gives the line back."""

    def write(self, line):
        return line


def _csv_lines(filterset):
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)  # the mark tells spreadsheets that this is UTF-8
    for practice in _all_practices(filterset):
        yield writer.writerow(map(safe_cell, _cells(practice_data(practice))))


def _cells(data):
    territory = data["territory"] or {}
    names = {"territory_code": "code", "territory_name": "name", "territory_type": "type"}
    for column in COLUMNS:
        if column in data:
            value = data[column]
        else:
            value = territory.get(names.get(column, column))
        if isinstance(value, bool):
            value = "oui" if value else "non"
        elif isinstance(value, datetime.datetime):
            value = timezone.localtime(value).isoformat(timespec="minutes")
        yield ";".join(value) if isinstance(value, list) else value


def _all_practices(filterset):
    """Every live result; from the database when the engine stops answering, in the same order of keys."""
    last = 0
    try:
        for keys in _chunks(get_engine(PracticeDocument).scan(filterset.search_query)):
            yield from _read(PracticePage.objects.findable().filter(pk__in=keys))
            last = keys[-1]
    except SearchUnavailable:
        for keys in _chunks(
            filterset.qs.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).iterator()
        ):
            yield from _read(PracticePage.objects.findable().filter(pk__in=keys))


def _read(sheets):
    return sheets.with_card().order_by("pk")


def _chunks(keys):
    keys = iter(keys)
    while chunk := list(islice(keys, CHUNK)):
        yield chunk


def _options(options):
    for option in options:
        yield {
            "value": option.value,
            "label": option.label,
            "count": option.count,
            "selected": option.selected,
        }
        yield from _options(option.children)
