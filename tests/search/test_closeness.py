"""Which collectivities are like mine, and what is said of it."""

import re

import pytest

from practices.territories.choices import TerritoryKind
from search.closeness import CRITERIA, POINT, Closeness
from search.engines.base import get_engine
from search.silence import CLOSENESS_POINTS
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def points(mine, document):
    """What the steps of my collectivity add to a document, in points."""
    total = 0
    for step in Closeness(mine).steps:
        value = document[step.field]
        if step.values:
            total += step.score if set(step.values) & set(value) else 0
        else:
            total += step.score if value is not None and step.low <= value <= step.high else 0
    return total / POINT


@pytest.fixture
def quimper():
    agglomeration = TerritoryFactory(kind=TerritoryKind.CA, department_code="29")
    return TerritoryFactory(name="Quimper", population=60_000, department_code="29", epci=agglomeration)


def town(**fields):
    return {"inhabitants": None, "type": ["commune"], "region": [], "epci_type": []} | fields


def test_a_quarter_more_or_less_is_closest(quimper):
    sizes = (75_000, 75_001, 90_001, 120_001, 240_001, 600_001, 1_800_001)
    assert [points(quimper, town(inhabitants=size)) for size in sizes] == [23, 22, 20, 18, 17, 10, 3]
    assert points(quimper, town(inhabitants=48_000)) == 23
    assert points(quimper, town(inhabitants=47_999)) == 22


@pytest.fixture
def village():
    own = TerritoryFactory(kind=TerritoryKind.CC, department_code="55")
    return TerritoryFactory(name="Luzy-sur-Meuse", population=600, department_code="55", epci=own)


@pytest.mark.parametrize(("near", "far"), [(60, 6_001), (6_000, 6_001), (18_000, 18_001)])
def test_ten_times_more_is_outweighed_by_nothing_else(village, near, far):
    """A village of anywhere, even one that does not answer, comes before a town of my own department."""
    beside = town(inhabitants=far, region=["44", "44-55"], epci_type=["cc"])

    assert points(village, town(inhabitants=near)) > points(village, beside) + CLOSENESS_POINTS


def test_among_villages_the_place_counts(village):
    near, far = town(inhabitants=600), town(inhabitants=2_000, region=["44", "44-55"], epci_type=["cc"])

    assert points(village, near) - points(village, town(inhabitants=2_000)) == 5
    assert points(village, far) - points(village, town(inhabitants=2_000)) == 4


def test_below_the_size_of_most_communes_all_villages_are_alike():
    mine = TerritoryFactory(population=40, department_code="55")
    other = TerritoryFactory(name="Vigeois", population=390, department_code="19")

    assert points(mine, town(inhabitants=0)) == points(mine, town(inhabitants=625)) == 23
    assert points(mine, town(inhabitants=626)) == 22
    assert Closeness(mine).reason(other) == "390\u00a0habitants"


def test_type_region_department_and_intercommunality_add_up(quimper):
    assert points(quimper, town(type=["ca"])) == 0
    assert points(quimper, town(region=["53", "53-35"])) == 5
    assert points(quimper, town(region=["53", "53-29"])) == 6
    assert points(quimper, town(region=["53", "53-29"], epci_type=["ca"])) == 7


def test_a_loosened_criterion_counts_no_more(quimper):
    assert {step.field for step in Closeness(quimper, ("population", "epci")).steps} == {"type", "region"}


def test_what_is_not_known_of_my_collectivity_is_no_criterion():
    mine = TerritoryFactory(kind=TerritoryKind.CC, population=None, department_code="")
    assert [criterion.name for criterion in Closeness(mine).criteria] == ["type"]


def test_the_reason_is_said_in_a_few_words(quimper):
    vannes = TerritoryFactory(name="Vannes", population=55_000, department_code="56")
    brest = TerritoryFactory(name="Brest", population=140_000, department_code="29")
    lille = TerritoryFactory(name="Lille", population=236_000, department_code="59")
    closeness = Closeness(quimper)
    assert closeness.reason(vannes) == "55\u202f000\u00a0habitants, même région"
    assert closeness.reason(brest) == "Même département"
    assert closeness.reason(lille) == ""
    assert closeness.reason(quimper) == "Votre collectivité"
    assert closeness.reason(None) == ""
    assert Closeness(quimper, ("population",)).reason(vannes) == "Même région"


# On the list


@pytest.fixture
def sheets(index, quimper):
    """The newest is the least alike."""
    vannes = TerritoryFactory(name="Vannes", population=55_000, department_code="56")
    lille = TerritoryFactory(name="Lille", population=236_000, department_code="59")
    alike = PracticeFactory(published=True, title="Un wifi public", lead=vannes)
    other = PracticeFactory(published=True, title="Le wifi du marché", lead=lille)
    index()
    return alike, other


def listed(client, query_string):
    response = client.get(f"/fiches/?{query_string}")
    return [result.practice.title for result in response.context["results"]], response.content.decode()


def test_the_list_starts_with_towns_like_mine_and_says_why(client, sheets, quimper):
    assert listed(client, "")[0] == ["Le wifi du marché", "Un wifi public"]
    titles, page = listed(client, f"like={quimper.code}")
    assert titles == ["Un wifi public", "Le wifi du marché"]
    assert "55\u202f000\u00a0habitants, même région" in page


def test_both_engines_begin_with_the_same_ten(client, village, each_index):
    """Large steps of size first, then the place and finer steps; the newest among equals."""
    for size in (200, 740, 900, 1_200, 2_400, 5_900, 6_100, 17_000, 30_000, 120_000):
        for code in ("55", "19"):
            lead = TerritoryFactory(name=f"Ville {size} {code}", population=size, department_code=code)
            PracticeFactory(published=True, lead=lead)
    each_index()

    results = client.get(f"/fiches/?like={village.code}").context["results"]

    leads = [result.practice.lead for result in results]
    beside = [lead.population for lead in leads if lead.department_code == "55"]
    assert beside == [740, 200, 900, 1_200, 2_400, 5_900, 17_000, 6_100, 120_000, 30_000]
    assert [lead.population for lead in leads][:12] == [
        *(740, 200, 900),  # as large, of my department
        *(1_200, 740, 200, 900, 2_400, 5_900, 1_200, 2_400, 5_900),
    ]


def test_words_still_narrow_and_another_sort_may_be_chosen(client, sheets, quimper):
    assert listed(client, f"like={quimper.code}&q=marché")[0] == ["Le wifi du marché"]
    assert listed(client, f"like={quimper.code}&sort=recentes")[0][0] == "Le wifi du marché"


def test_a_criterion_is_loosened_and_taken_back_by_a_link(client, sheets, quimper):
    page = client.get(f"/fiches/?like={quimper.code}&q=wifi&loosen=region").context
    by_name = {link.value: link for link in page["likeness"].criteria}
    assert by_name["population"].selected
    assert not by_name["region"].selected
    assert by_name["region"].url == f"?q=wifi&like={quimper.code}"
    assert by_name["population"].url == f"?q=wifi&like={quimper.code}&loosen=region&loosen=population"
    assert page["results"][0].near == "55\u202f000\u00a0habitants"


def test_filters_and_sort_keep_the_collectivity(client, sheets, quimper):
    _, page = listed(client, f"like={quimper.code}&loosen=type")
    assert page.count(f'name="like" value="{quimper.code}"') == 3  # search box, filters, sort
    assert page.count('name="loosen" value="type"') == 3


def test_unknown_values_are_dropped_and_said(client, sheets):
    _, page = listed(client, "like=nulle-part&loosen=tout&sort=proches")
    assert "cette collectivité n’existe pas" in page
    assert "loosen" in page


def test_a_merged_town_stands_for_its_successor(client, sheets, quimper):
    former = TerritoryFactory(name="Kerfeunteun", is_active=False, successor=quimper)
    assert client.get(f"/fiches/?like={former.code}").context["likeness"].territory == quimper


def test_the_collectivity_is_chosen_once_and_remembered(client, sheets, quimper):
    page = client.get("/fiches/ma-collectivite/?nom=quimper&q=wifi&region=53").content.decode()
    assert f'name="code" value="{quimper.code}"' in page
    answer = client.post("/fiches/ma-collectivite/?q=wifi&region=53", {"code": quimper.code})
    assert answer.url == f"/fiches/?q=wifi&region=53&like={quimper.code}"
    again = client.get("/fiches/?q=wifi")
    assert again.context["likeness"] is None
    assert f"?q=wifi&amp;like={quimper.code}" in again.content.decode()
    client.post("/fiches/ma-collectivite/", {"oublier": "1"})
    assert client.get("/fiches/").context["remembered"] is None


def test_my_collectivity_is_suggested_while_typing(client, quimper):
    page = client.get("/fiches/ma-collectivite/?q=wifi").content.decode()
    assert 'data-suggestions="/fiches/ma-collectivite/suggestions/" data-suggestions-fill' in page
    assert 'name="q" value="wifi"' in page

    options = client.get("/fiches/ma-collectivite/suggestions/", {"q": "quimp"}).content.decode()

    assert f'href="/fiches/ma-collectivite/?nom={quimper.code}" data-fill="{quimper.code}"' in options
    assert client.get("/fiches/ma-collectivite/suggestions/", {"q": "x" * 101}).content.decode().strip() == ""


@pytest.mark.parametrize("address", ["", "ma-collectivite/", "dites-nous/"])
def test_no_address_ends_with_a_bare_question_mark(client, sheets, address):
    page = client.get(f"/fiches/{address}").content.decode()

    assert not re.findall(r'(?:href|action)="[^"]*\?"', page)


def test_closeness_costs_one_query_more_and_none_a_result(
    client, sheets, quimper, django_assert_max_num_queries
):
    client.get(f"/fiches/?like={quimper.code}")  # what every page of the process reads once

    with django_assert_max_num_queries(11):
        client.get(f"/fiches/?like={quimper.code}")


def test_nothing_breaks_while_no_engine_answers(client, sheets, quimper, settings, tmp_path):
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "OPTIONS": {"path": str(tmp_path / "nothing-there")}}
    get_engine.cache_clear()
    titles, page = listed(client, f"like={quimper.code}")
    assert len(titles) == 2
    assert "momentanément indisponible" in page
    assert "ressemblent le plus" not in page and "Comparer selon" not in page
    assert "reviendra avec la recherche complète" in page
    assert "contiennent exactement vos mots" not in page
    sorts = client.get(f"/fiches/?like={quimper.code}&q=wifi").context["sorts"]
    assert [(sort.value, sort.selected) for sort in sorts] == [("recentes", True), ("reprises", False)]


def test_nothing_says_that_towns_like_mine_come_first_where_they_do_not(client, sheets, quimper):
    first = f"qui ressemblent le plus à <strong>{quimper.label}</strong> d’abord"
    loosened = "&".join(f"loosen={criterion.name}" for criterion in CRITERIA)
    assert first in listed(client, f"like={quimper.code}&loosen=region")[1]

    none_kept = listed(client, f"like={quimper.code}&{loosened}")[1]
    by_date = listed(client, f"like={quimper.code}&sort=recentes")[1]

    assert f"Aucun critère n’est gardé pour comparer avec <strong>{quimper.label}" in none_kept
    assert f"de commun avec <strong>{quimper.label}" in by_date
    assert first not in none_kept + by_date
    sorts = client.get(f"/fiches/?like={quimper.code}&{loosened}").context["sorts"]
    assert [sort.value for sort in sorts if sort.selected] == ["recentes"]
