"""What the database answers when no engine does: the same sheets, the same numbers."""

import itertools

import pytest
from django.http import QueryDict

from practices.choices import Audience, CostBand, Evaluation, Licence, Mutualisation, State
from search import database, indexing
from search.facets import FACETS
from search.filters import PracticeSearchFilterSet
from tests.factories.practices import PracticeFactory, ProgrammeFactory, ThemeFactory
from tests.factories.reuse import ReuseFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db

FIRST_RANK = [facet.name for facet in FACETS if facet.first_rank]


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine makes no count too late."""
    monkeypatch.setattr(database, "PATIENCE", 60)


def filterset(query_string):
    return PracticeSearchFilterSet(QueryDict(query_string))


@pytest.fixture
def sheets(index):
    """Sheets that differ in every facet; some have two values of one parent, some have none."""
    security = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    backup = ThemeFactory(name="Sauvegarde", slug="sauvegarde", parent=security)
    crisis = ThemeFactory(name="Crise", slug="crise", parent=security)
    school = ThemeFactory(name="École", slug="ecole")
    themes = [[security], [backup, crisis], [security, backup, school], [school], [], [crisis, school]]
    programmes = [[], [ProgrammeFactory(slug="pvd")], [ProgrammeFactory(slug="acv"), ProgrammeFactory()]]
    leads = [
        TerritoryFactory(population=900),
        TerritoryFactory(population=None, overseas=True),
        TerritoryFactory(
            intercommunality=True, population=60_000, department_code="35", areas=["53-35", "52-44"]
        ),
        TerritoryFactory(region=True),
        TerritoryFactory(department=True),
        TerritoryFactory(abroad=True),
        None,
    ]
    amounts = [(None, None), (0, None), (None, 1_000), (900, 99), (25_000, 600_000)]
    dates = [("2019-03-01", "2024-01-01"), (None, "2024-01-01"), (None, None)]

    def turning(values):
        values = itertools.cycle(values)
        return lambda: next(values)

    theme, programme, lead, amount, date, form, state, band, evaluation, licence, audiences, yes = map(
        turning,
        (
            themes,
            programmes,
            leads,
            amounts,
            dates,
            [*Mutualisation.values, ""],
            [*State.values, ""],
            [CostBand.FREE, "", CostBand.UNKNOWN, CostBand.MORE],
            [*Evaluation.values, ""],
            Licence.values,
            [[], [Audience.STAFF], [Audience.STAFF, Audience.PUPILS]],
            [True, False, False],
        ),
    )
    for number in range(16):
        (investment, running_cost), (started_on, state_date) = amount(), date()
        sheet = PracticeFactory(
            published=True,
            title="Vélo" if number % 3 else "Cantine",
            themes=theme(),
            programmes=programme(),
            lead=lead(),
            investment=investment,
            running_cost=running_cost,
            chosen_cost_band=band(),
            started_on=started_on,
            state_date=state_date,
            mutualisation=form(),
            state=state(),
            evaluation=evaluation(),
            licence=licence(),
            audiences=audiences(),
            open_to_partners=yes(),
        )
        if number % 4 == 0:
            sheet.indicators.create(name="Copies", before=1, after=2 if number % 8 else None)
            sheet.software.create(name="Logiciel", is_open_source=number % 8 == 0)
            sheet.save()
        if number % 5 == 0:
            ReuseFactory(practice=sheet)
    PracticeFactory(themes=[security], lead=leads[0])  # a draft counts nowhere
    index()


SEARCHES = [
    "",
    "q=velo",
    "theme=cybersecurite",
    "theme=cybersecurite/crise&region=53&region=52-44&type=commune&type=epci",
    "year=2019&cost=gratuit&cost=non-precise&evidence=declaree",
    "q=cantine&open=oui&audience=agents&licence=cc-by-4.0&licence=licence-ouverte-2.0",
    "region=etranger",
    "mutualisation=entente&state=idee&evaluation=aucune&programme=pvd&population=commune-0&open_source=oui",
]


def test_numbers_are_those_of_the_engine_for_every_facet(sheets):
    for query_string in SEARCHES:
        asked = filterset(query_string)
        found = indexing.engine().answer(asked.search_query)

        assert asked.qs.count() == found.total, query_string
        for facet in FACETS:
            counts = facet.count(asked.sheets_without(facet.name))
            counts = {value: count for value, count in counts.items() if count}
            assert counts == found.facets[facet.name], (query_string, facet.name)


def test_every_value_of_the_sheets_is_counted(sheets):
    """The comparison above says little where there is nothing to count."""
    found = indexing.engine().answer(filterset("").search_query)

    assert all(found.facets[facet.name] for facet in FACETS)
    assert sum(len(counts) for counts in found.facets.values()) > 50


def test_search_without_an_engine_asks_a_bounded_number_of_times(sheets, django_assert_max_num_queries):
    for query_string in SEARCHES:
        asked = filterset(query_string)
        assert asked.names  # the vocabularies, which a process keeps
        assert asked.territories  # the places named, which the page says too

        with django_assert_max_num_queries(2 + len(FIRST_RANK) + 1):  # keys, total, each facet, themes twice
            found = database.database_results(asked)

        assert list(found.facets) == FIRST_RANK


def test_counts_that_come_too_late_are_left_out(sheets, monkeypatch):
    moments = itertools.count(0, 0.2)
    monkeypatch.setattr(database, "PATIENCE", 0.5)
    monkeypatch.setattr(database.time, "monotonic", lambda: next(moments))

    found = database.database_results(filterset("region=53"))

    assert list(found.facets) == FIRST_RANK[:2]
    assert found.total == len(found.keys) == 7


def test_page_shows_the_numbers_it_has_and_offers_every_value_of_the_rest(sheets, client, settings, tmp_path):
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "OPTIONS": {"path": str(tmp_path / "nothing")}}
    indexing.get_engine.cache_clear()

    response = client.get("/fiches/?region=53")

    assert response.context["degraded"]
    facets = {facet.name: facet.options for facet in response.context["facets"]}
    assert "certains nombres manquent" in response.content.decode()
    assert all(option.count for option in facets["theme"])
    assert [option.count for option in facets["audience"]] == [None] * len(Audience)
