import csv
import io
import json
import zipfile
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from practices.models import PracticePage
from search import indexing
from search.engines.base import get_engine
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(index):
    """Two sheets in Bretagne and in Loire-Atlantique, and a draft."""
    cyber = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    brest = TerritoryFactory(name="Brest", code="29019", population=140_000)
    nantes = TerritoryFactory(name="Nantes", code="44109", population=327_734, department_code="44")
    first = PracticeFactory(
        published=True,
        title="Sauvegarder les données",
        themes=[cyber],
        lead=brest,
        mutualisation="convention",
        state="en-service",
        state_date="2025-06-01",
        contact_email="accueil@brest.example",
    )
    second = PracticeFactory(published=True, title="Former à la cybersécurité", themes=[cyber], lead=nantes)
    PracticeFactory(title="Cybersécurité en brouillon", themes=[cyber], lead=brest)
    index()
    return first, second


def get_json(client, query_string):
    response = client.get(f"/fiches/?format=json&{query_string}")
    return response.status_code, json.loads(response.content)


def values(facet):
    return [(option["value"], option["count"], option["selected"]) for option in facet]


def titles(answer):
    return [result["title"] for result in answer["results"]]


def test_json_answers_the_documented_shape(client, sheets):
    first = sheets[0]

    status, answer = get_json(client, "q=sauvegarder&region=53")

    assert status == 200
    result = answer["results"][0]
    assert {key: answer[key] for key in ("total", "page", "pages", "degraded")} == {
        "total": 1,
        "page": 1,
        "pages": 1,
        "degraded": False,
    }
    assert result | {"published_at": None} == {
        "id": first.pk,
        "external_id": "",
        "url": "http://testserver" + first.url,
        "title": "Sauvegarder les données",
        "summary": first.summary,
        "territory": {
            "code": "29019",
            "name": "Brest",
            "type": "commune",
            "population": 140_000,
            "population_year": 2023,
            "department": "Finistère",
            "region": "Bretagne",
        },
        "themes": ["cybersecurite"],
        "mutualisation": "convention",
        "state": "en-service",
        "state_date": "2025-06-01",
        "cost": "non-precise",
        "evidence": "declaree",
        "year": 2025,
        "licence": "licence-ouverte-2.0",
        "reuses": 0,
        "published_at": None,
        "example": False,
    }


def test_counts_of_a_facet_ignore_its_own_choice(client, sheets):
    _, answer = get_json(client, "region=53")

    assert titles(answer) == ["Sauvegarder les données"]
    assert values(answer["facets"]["region"]) == [
        ("53", 1, True),
        ("53-29", 1, False),
        ("52", 1, False),
        ("52-44", 1, False),
    ]
    assert values(answer["facets"]["population"]) == [("commune-100000", 1, False)]


def test_answers_never_hold_the_address_of_the_contact(client, sheets):
    formats = ["html", "json", "jsonl", "csv", "xlsx", "atom"]
    for page in [*(f"/fiches/?format={name}" for name in formats), sheets[0].url]:
        response = client.get(page)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if page.endswith("xlsx"):
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                body = b"".join(map(archive.read, archive.namelist()))

        assert response.status_code == 200
        assert b"accueil@brest.example" not in body, page


def test_pages_follow_one_another_without_overlap(client, index):
    for number in range(5):
        PracticeFactory(published=True, title=f"Fiche {number}")
    index()

    pages = [get_json(client, f"page={page}&page_size=2")[1] for page in (1, 2, 3)]

    assert [page["pages"] for page in pages] == [3, 3, 3]
    assert sorted(title for page in pages for title in titles(page)) == [f"Fiche {n}" for n in range(5)]


@pytest.mark.parametrize(("typed", "loosened"), [("sauvegarder former", True), ("sauvegarder", False)])
def test_json_says_when_its_words_were_loosened(client, sheets, typed, loosened):
    _, answer = get_json(client, urlencode({"q": typed}))

    assert (answer["total"] > 0, answer["loosened"]) == (True, loosened)


@pytest.mark.parametrize("output", ["json", "jsonl", "csv", "xlsx", "atom"])
def test_data_formats_refuse_what_they_do_not_understand(client, sheets, output):
    response = client.get(f"/fiches/?format={output}&region=99&page=0&utm_source=x")

    assert response.status_code == 400
    errors = json.loads(response.content)["errors"]
    assert sorted(errors, key=lambda error: error["field"]) == [
        {"field": "page", "value": "0", "reason": "un nombre de 1 à 10000 est attendu"},
        {"field": "region", "value": "99", "reason": "cette valeur n’existe pas"},
    ]


def test_page_says_what_it_dropped_and_keeps_the_rest(client, sheets):
    response = client.get("/fiches/?region=53&region=99&utm_source=x")

    assert response.status_code == 200
    assert response.context["notices"] == [
        "«\u00a0region=99\u00a0» n’a pas été retenu\u00a0: cette valeur n’existe pas."
    ]
    assert response.context["total"] == 1


def test_signs_that_cannot_be_looked_for_are_said_to_all(client, sheets):
    page = client.get("/fiches/", {"q": "C++"})
    status, answer = get_json(client, "q=C%2B%2B")

    assert page.context["notices"] == [
        "«\u00a0C++\u00a0» n’a pas été retenu\u00a0: aucun mot ne peut y être cherché."
    ]
    assert (status, answer["errors"]) == (
        400,
        [{"field": "q", "value": "C++", "reason": "aucun mot ne peut y être cherché"}],
    )
    assert {client.get(f"/fiches/{url}").status_code for url in page.context["exports"].values()} == {200}


def test_csv_holds_every_result_and_no_formula(client, sheets):
    PracticePage.objects.filter(pk=sheets[0].pk).update(summary='=HYPERLINK("http://x")')

    response = client.get("/fiches/?format=csv&q=sauvegarder")

    body = b"".join(response.streaming_content).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(body), delimiter=";")
    assert line["Titre"] == "Sauvegarder les données"
    assert line["Résumé"].startswith("'=HYPERLINK")
    assert (line["Code INSEE ou SIREN"], line["Population"], line["Exemple inventé"]) == (
        "29019",
        "140000",
        "Non",
    )
    assert line["Forme de mutualisation"] == "Convention"
    published_at = PracticePage.objects.get(pk=sheets[0].pk).last_published_at
    assert line["Publiée le"] == timezone.localdate(published_at).isoformat()


def test_atom_is_a_feed_of_the_same_search(client, sheets):
    response = client.get("/fiches/?format=atom&region=53")

    feed = ElementTree.fromstring(response.content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title")
    assert [entry.text for entry in entries] == ["Sauvegarder les données"]


def test_htmx_gets_the_fragment_of_the_same_page(client, sheets):
    whole = client.get("/fiches/?q=donnees")
    fragment = client.get("/fiches/?q=donnees", headers={"HX-Request": "true"})

    assert "<!doctype html>" in whole.content.decode() and "<!doctype html>" not in fragment.content.decode()
    assert fragment.context["total"] == whole.context["total"] == 1
    assert "HX-Request" in fragment["Vary"]


def test_filters_are_shown_where_they_have_something_to_offer(client, sheets):
    assert 'id="filtres"' not in client.get("/fiches/?q=hippopotame").content.decode()
    assert 'id="filtres"' in client.get("/fiches/?q=hippopotame&region=53").content.decode()


def test_chips_remove_one_value_each(client, sheets):
    response = client.get("/fiches/?q=donnees&region=53&region=52&theme=cybersecurite")

    chips = response.context["chips"]
    assert [(chip.label, chip.value_label, chip.remove_url) for chip in chips] == [
        ("Thème", "Cybersécurité", "?q=donnees&region=53&region=52"),
        ("Région", "Bretagne", "?q=donnees&theme=cybersecurite&region=52"),
        ("Région", "Pays de la Loire", "?q=donnees&theme=cybersecurite&region=53"),
    ]


@pytest.mark.parametrize("count", [1, 25])
@pytest.mark.parametrize(
    ("search", "most"), [("q=service", 9), ("q=service+quimper&like=29232&region=53", 12)]
)
def test_query_count_of_the_page_is_constant(
    client, index, django_assert_max_num_queries, count, search, most
):
    quimper = TerritoryFactory(name="Quimper", code="29232", department_code="29")
    for _ in range(count):
        PracticeFactory(published=True, title="Rendre un service", lead=quimper)
    index()
    client.get(f"/fiches/?{search}")

    with django_assert_max_num_queries(most):
        response = client.get(f"/fiches/?{search}")

    assert (response.context["total"], response.context["loosened"]) == (count, False)


def test_late_index_never_shows_a_withdrawn_sheet(client, sheets):
    PracticePage.objects.filter(pk=sheets[0].pk).update(live=False)

    _, answer = get_json(client, "q=donnees")

    assert titles(answer) == []


def test_without_an_engine_the_database_answers_and_the_page_says_so(client, sheets, settings, tmp_path):
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "OPTIONS": {"path": str(tmp_path / "nothing-there")}}
    get_engine.cache_clear()

    response = client.get("/fiches/?q=donnees&region=53")

    assert response.status_code == 200
    assert response.context["degraded"]
    assert "momentanément indisponible" in response.content.decode()
    assert [result.practice.pk for result in response.context["results"]] == [sheets[0].pk]
    status, answer = get_json(client, "q=donnees")
    assert (status, answer["degraded"], titles(answer)) == (200, True, ["Sauvegarder les données"])
    body = b"".join(client.get("/fiches/?format=csv").streaming_content).decode()
    assert body.count("\n") == 3


@pytest.mark.parametrize(
    "query_string",
    [
        "q=" + "%F0%9F%98%80" * 50,
        "q=%22",
        "q=-",
        "q=title:x^9 OR *",
        "q=%00%01",
        "page=2&page_size=100",
        "page=10000&page_size=100",
        "theme=a/b/c&population=&region=53-",
        "q=" + "a" * 5000,
        "=&&&=x",
        "q[]=1&region[0]=53",
        "sort=&page=&format=",
        "q=%ff%fe",
    ],
)
def test_malformed_addresses_never_fail(sheets, query_string):
    client = Client(raise_request_exception=True)

    assert client.get(f"/fiches/?{query_string}").status_code == 200


def test_word_and_facets_counts_agree_with_the_list(client, sheets):
    """The count beside a value is what choosing it gives."""
    _, answer = get_json(client, "q=cybersecurite")

    for name, options in answer["facets"].items():
        for option in options:
            _, narrowed = get_json(client, f"q=cybersecurite&{name}={option['value']}")
            assert narrowed["total"] == option["count"], (name, option)


def test_index_of_examples_says_so(client, index):
    PracticeFactory(published=True, is_example=True)
    indexing.drain()

    response = client.get("/fiches/")

    assert "Exemple inventé" in response.content.decode()


def test_page_beyond_the_last_says_so(client, sheets):
    response = client.get("/fiches/?page=7")

    assert response.context["notices"] == ["La page 7 n’existe pas\u00a0: voici la première."]
    assert len(response.context["results"]) == response.context["total"] == 2
    status, answer = get_json(client, "page=7")
    assert (status, answer["page"], answer["results"]) == (200, 7, [])
    nothing = client.get("/fiches/?page=7&q=introuvable").context
    assert nothing["notices"] == ["La page 7 n’existe pas."]
