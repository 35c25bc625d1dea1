"""The count beside a link is what the page behind it shows, on the demonstration as it is installed."""

import csv
import gzip
from pathlib import Path

import pytest
from django.utils.http import urlencode

import practices
from portal.pages import starter_site
from practices.importing import examples
from tests.factories.territories import TerritoryFactory

DIRECTORY = Path(practices.__file__).parent / "territories/data/territories.csv.gz"
FOLLOWED = 4  # links of each kind, of each search

# Words that few sheets hold, none, many, mistyped; the filters and places leave some, few or none of them.
SEARCHES = [
    {"q": "petite ville"},
    {"q": "commune rurale", "view": "carte"},
    {"q": "logiciel libre", "evidence": "mesuree", "view": "carte"},
    {"q": "logiciel libre", "region": ["53", "27"], "theme": "cybersecurite"},
    {"q": "cybersécurité petite ville Bretagne", "view": "carte"},
    {"q": "commune rurale illectronisme", "region": "outre-mer"},
    {"q": "cybersecurtie", "region": "53"},
    {"q": "cybersecurtie zzzzzz", "population": "commune-3500", "view": "carte"},
    {"q": "teletrvail agents", "state": "en-service"},
    {"q": '"service commun" école', "type": ["commune", "cc"]},
    {"q": "agglo lien social -ecole", "theme": "teletravail", "near": "48.00,2.00"},
    {"q": "inclusion numérique", "near": "47.00,3.15", "view": "carte"},
    {"q": "inclusion numérique", "near": "48.39,-4.49", "within": "10"},
    {"theme": "cybersecurite", "region": "52", "cost": "gratuit"},
    {"near": "48.39,-4.49", "view": "carte"},
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(each_index):
    """The starter site and the example sheets, with the collectivities that these name."""
    starter_site.build()
    sheets = examples.read_examples()
    named = {code for sheet in sheets for code in [sheet["territory"], *sheet.get("co_bearers", [])]}
    with gzip.open(DIRECTORY, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["code"] in named:
                _territory(row)
    list(examples.load_examples())
    each_index()


def _territory(row):
    told = {name: row[name] for name in ("code", "kind", "name", "department_code", "position_kind")}
    numbers = {name: float(row[name]) for name in ("latitude", "longitude") if row[name]}
    population = int(row["population"]) if row["population"] else None
    TerritoryFactory(
        **told | numbers, region_code=row["region_code"], areas=row["areas"].split(), population=population
    )


def _links(page):
    """(kind, address, count) of all that says how many sheets it gives."""
    for way in page["relaxations"]:
        yield "way out", way.url, way.count
    for offer in [*page["offers"], *filter(None, [page["suggestion"]])]:
        if offer.count is not None:
            yield "offer", offer.url, offer.count
    if page["map"]:
        areas = page["map"].rows
        yield from (("area", area.url, area.count) for area in areas if area.count and not area.selected)
        yield from (("point", at.url, at.count) for at in page["map"].points if not at.selected)
    yield from (("value", *rest) for rest in _values(page))


def _values(page):
    """The form of filters sent with one more facet: one that is chosen counts what another choice gives."""
    kept = [*page["kept_by_filters"], *([("q", page["query"])] if page["query"] else [])]
    options = {
        facet.name: [each for option in facet.options for each in (option, *option.children)]
        for facet in page["facets"]
    }
    for name, offered in options.items():
        others = [
            (other, option.value)
            for other, values in options.items()
            for option in values
            if other != name and option.selected
        ]
        for option in offered:
            if option.count and not option.selected:
                yield f"?{urlencode([*kept, *others, (name, option.value)])}", option.count


def _followed(page):
    """A few links of each kind, from the first to the last."""
    kinds = {}
    for kind, url, count in _links(page):
        kinds.setdefault(kind, []).append((kind, url, count))
    for links in kinds.values():
        yield from links[:: -(-len(links) // FOLLOWED)]


def test_each_count_is_what_the_page_behind_it_shows(client, demonstration):
    wrong, kinds = [], set()

    for search in SEARCHES:
        page = client.get(f"/fiches/?{urlencode(search, doseq=True)}").context
        for kind, url, count in _followed(page):
            kinds.add(kind)
            total = client.get(f"/fiches/{url}").context["total"]
            if total != count:
                wrong.append((search, kind, url, count, total))

    assert wrong == []
    assert kinds == {"way out", "offer", "area", "point", "value"}
