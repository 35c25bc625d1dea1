from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from practices.models import PracticePage
from search import recognition, silence
from search.engines.base import SearchQuery, Step
from search.facets import FACETS, FACETS_BY_NAME
from search.filters import PracticeSearchFilterSet
from search.query_text import parse
from tests.factories.practices import PracticeFactory, ProgrammeFactory, ThemeFactory
from tests.factories.reuse import ReuseFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def filterset(query_string):
    return PracticeSearchFilterSet(QueryDict(query_string))


@pytest.fixture
def cybersecurity():
    parent = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    return parent, ThemeFactory(name="Sauvegarde", slug="sauvegarde", parent=parent)


def test_search_query_of_nothing_is_the_first_page_newest_first():
    query = filterset("").search_query

    assert query == SearchQuery(facets=tuple(FACETS_BY_NAME), order="newest", limit=20)


def test_search_query_reads_words_facets_page_and_size(cybersecurity):
    query = filterset(
        "q=mot+clé&theme=cybersecurite&population=commune-1000&page=3&page_size=50"
    ).search_query

    assert query == SearchQuery(
        text=parse("mot clé"),
        filters={"theme": ("cybersecurite",), "population": ("commune-1000",)},
        facets=tuple(FACETS_BY_NAME),
        steps=(silence.AMONG_RELEVANT,),
        offset=100,
        limit=50,
    )


def test_what_the_words_name_adds_to_the_score(cybersecurity):
    query = filterset("q=cybersécurité+Bretagne").search_query

    assert query.steps == (
        Step("theme", recognition.POINTS, values=("cybersecurite",)),
        Step("region", recognition.POINTS, values=("53",)),
        silence.AMONG_RELEVANT,
    )
    assert filterset("q=cybersécurité+Bretagne&sort=recentes").search_query.steps == ()


def test_chosen_child_replaces_its_parent(cybersecurity):
    chosen = filterset(
        "theme=cybersecurite&theme=cybersecurite/sauvegarde&region=53&region=53-29&region=52"
    ).chosen

    assert chosen == {"theme": ("cybersecurite/sauvegarde",), "region": ("53-29", "52")}


def test_second_value_of_what_has_one_is_said():
    found = filterset("q=eau&q=air&sort=recentes&sort=recentes&page=2&page=&region=53&region=52")

    assert (found.text, found.chosen) == ("air", {"region": ("53", "52")})
    assert found.dropped == [
        ("q", "eau", "une seule valeur est retenue"),
        ("page", "2", "une seule valeur est retenue"),
    ]


@pytest.mark.parametrize("typed", ["C++", "😀", "n°", "de la", '""'])
def test_words_of_which_none_can_be_looked_for_are_said(typed):
    assert filterset(urlencode({"q": typed})).dropped == [("q", typed, "aucun mot ne peut y être cherché")]


@pytest.mark.parametrize("typed", ["C++ mairie", "-école", "\u200b", "  ", ""])
def test_words_of_which_one_is_looked_for_need_no_word(typed):
    assert filterset(urlencode({"q": typed})).dropped == []


def test_unknown_value_is_dropped_and_the_good_ones_of_the_facet_kept():
    found = filterset("region=53&region=99&region=<script>")

    assert found.chosen == {"region": ("53",)}
    assert found.dropped == [
        ("region", "99", "cette valeur n’existe pas"),
        ("region", "<script>", "cette valeur n’existe pas"),
    ]


@pytest.mark.parametrize(
    ("query_string", "name", "value"),
    [
        ("page=abc", "page", "abc"),
        ("page=0", "page", "0"),
        ("page=-3", "page", "-3"),
        ("page=999999999999999999999999", "page", "999999999999999999999999"),
        ("page_size=101", "page_size", "101"),
        ("sort=prix", "sort", "prix"),
        ("format=xml", "format", "xml"),
        ("couleur=rouge", "couleur", "rouge"),
        ("sort=proches", "sort", "proches"),
        ("loosen=type", "loosen", "type"),
        ("within=10", "within", "10"),
    ],
)
def test_malformed_parameter_is_dropped_and_told(query_string, name, value):
    found = filterset(query_string)

    assert [(dropped[0], dropped[1]) for dropped in found.dropped] == [(name, value)]
    assert found.search_query == filterset("").search_query


def test_parameter_that_lacks_another_is_kept_in_no_address():
    found = filterset("sort=proches&loosen=type&loosen=epci&within=10")

    assert found.query_string() == ""
    assert [(name, value) for name, value, _ in found.dropped] == [
        ("sort", "proches"),
        ("loosen", "type"),
        ("loosen", "epci"),
        ("within", "10"),
    ]


def test_parameters_of_other_tools_are_ignored_in_silence():
    assert filterset("utm_source=lettre&fbclid=1&gclid=2&mtm_campaign=x").dropped == []


def test_text_without_words_asks_for_everything():
    assert filterset("q=%00+%20le+la+%21").search_query == filterset("").search_query


def test_long_text_is_cut():
    assert len(filterset("q=" + "mot+" * 500).text) == 299


def test_query_string_is_canonical(cybersecurity):
    found = filterset("utm_x=1&region=53&theme=cybersecurite/sauvegarde&q=eau&page=2&faux=1")

    assert found.query_string(page=2) == "q=eau&theme=cybersecurite/sauvegarde&region=53&page=2"
    assert found.query_string(theme=None, q=None) == "region=53"


# The database answers as the engines do.


@pytest.fixture
def sheets(cybersecurity):
    parent, child = cybersecurity
    programme = ProgrammeFactory(name="Petites villes de demain", slug="petites-villes-de-demain")
    epci = TerritoryFactory(
        intercommunality=True, population=60_000, department_code="35", areas=["53-35", "53-56"]
    )
    first = PracticeFactory(
        published=True,
        title="Sauvegarder les données",
        themes=[child],
        programmes=[programme],
        lead=epci,
        mutualisation="service-commun",
        state="idee",
        state_date="2019-01-01",
        investment=800,
        audiences=["agents"],
        open_to_partners=True,
        evaluation="externe",
        licence="cc-by-4.0",
    )
    first.indicators.create(name="Copies", before=1, after=2)
    first.software.create(name="Logiciel", is_open_source=True)
    first.save()
    ReuseFactory(practice=first)
    other = PracticeFactory(
        published=True,
        title="Former les élus",
        lead=TerritoryFactory(population=900, overseas=True),
        started_on="2021-05-01",
        mutualisation="convention",
        chosen_cost_band="gratuit",
    )
    PracticeFactory(title="Un brouillon", themes=[child], lead=epci)
    return first, other


FIRST = {
    "theme": ["cybersecurite", "cybersecurite/sauvegarde"],
    "population": ["epci-50000"],
    "region": ["53", "53-35", "53-56"],
    "type": ["cc"],
    "mutualisation": ["service-commun"],
    "state": ["idee"],
    "cost": ["moins-1000"],
    "programme": ["petites-villes-de-demain"],
    "evidence": ["reprise"],
    "year": ["2019"],
    "audience": ["agents"],
    "open": ["oui"],
    "open_source": ["oui"],
    "evaluation": ["externe"],
    "licence": ["cc-by-4.0"],
    "reused": ["oui"],
}


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_database_filter_of_each_facet(sheets, name):
    """Each value of the first sheet finds it and not the other; each facet is tried."""
    for value in FIRST[name]:
        assert list(filterset(f"{name}={value}").qs) == [sheets[0]], value


@pytest.mark.parametrize(
    "query_string",
    [
        "region=outre-mer",
        "region=01",
        "population=commune-0",
        "cost=gratuit",
        "evidence=declaree",
        "year=2021",
        "q=elus",
        "q=former+-donnees",
    ],
)
def test_database_filter_finds_the_other_sheet(sheets, query_string):
    assert list(filterset(query_string).qs) == [sheets[1]]


def test_database_filters_are_or_within_a_facet_and_and_between(sheets):
    first, other = sheets

    assert set(filterset("year=2019&year=2021").qs) == {first, other}
    assert list(filterset("year=2019&region=01").qs) == []


def test_archived_sheet_is_not_findable(sheets):
    PracticePage.objects.filter(pk=sheets[0].pk).update(archived_at="2026-01-01T00:00Z")

    assert list(filterset("").qs) == [sheets[1]]
