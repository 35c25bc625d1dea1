import pytest

from practices.models import Theme
from search.collectivities import named_territories, with_bare_names
from search.engines.base import get_engine
from search.facets import FACETS_BY_NAME
from search.query_text import parse
from search.recognition import KINDS, RECOGNISED, REGIONS, SIZES, names_of, recognise
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

LABELS = {name: {} for name in RECOGNISED} | {
    "theme": {"cybersecurite": "Cybersécurité", "cybersecurite/sauvegarde": "Sauvegarde des données"},
    "region": {"53": "Bretagne", "53-29": "Finistère", "01": "Guadeloupe", "84-01": "Ain", "76-32": "Gers"},
    "type": {"commune": "Commune", "cc": "Communauté de communes", "ca": "Communauté d’agglomération"},
}


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        (
            "cybersécurité petite ville Bretagne",
            [
                ("theme", ("cybersecurite",)),
                ("population", ("commune-3500", "commune-10000")),
                ("region", ("53",)),
            ],
        ),
        ("CYBERSECURITE", [("theme", ("cybersecurite",))]),
        (
            "la sauvegarde de données dans le finistere",
            [
                ("theme", ("cybersecurite/sauvegarde",)),
                ("region", ("53-29",)),
            ],
        ),
        ("villages de l’Ain", [("population", ("commune-0", "commune-1000")), ("region", ("84-01",))]),
        ("communautés de communes", [("type", ("cc",))]),
        ("agglo", [("type", ("ca",))]),
        ("vélo paca", [("region", ("93",))]),
        ("commune", []),
        ('"petite ville"', []),
        ("-Bretagne vélo", []),
        ("petite", []),
        ("", []),
    ],
)
def test_names_are_recognised(typed, offers):
    assert list(recognise(parse(typed), names_of(LABELS))) == offers


def test_sizes_and_kinds_are_values_of_their_facets():
    assert {value for values in SIZES.values() for value in values} <= dict(
        FACETS_BY_NAME["population"].vocabulary()
    ).keys()
    assert {value for values in KINDS.values() for value in values} <= dict(
        FACETS_BY_NAME["type"].vocabulary()
    ).keys()
    assert {value for values in REGIONS.values() for value in values} <= dict(
        FACETS_BY_NAME["region"].vocabulary()
    ).keys()


PLACES = LABELS | {
    "region": {
        "44": "Grand Est",
        "04": "La Réunion",
        "76-46": "Lot",
        "24-18": "Cher",
        "32-59": "Nord",
        "32-62": "Pas-de-Calais",
        "27-21": "Côte-d’Or",
    }
}


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("grand public", []),
        ("grand âge", []),
        ("vallée sud grand paris", []),
        ("tiers lieu Grand-Est", ["44"]),
        ("réunion publique en visio", []),
        ("la réunion publique", []),
        ("numérique à la Réunion", ["04"]),
        ("La Réunion", ["04"]),
        ("achat par lots", []),
        ("fibre dans le Lot", ["76-46"]),
        ("communes du lot", ["76-46"]),
        ("lot", ["76-46"]),
        ("site internet pas cher", []),
        ("département du Cher", ["24-18"]),
        ("perdre le nord", []),
        ("département nord", ["32-59"]),
        ("mairies du nord", ["32-59"]),
        ("ouvrir la mairie à côté", []),
        ("wifi Côte d'Or", ["27-21"]),
        ("pas de calais", ["32-62"]),
        ("port de Calais", []),
        ('"grand est"', []),
        ("grand -est", []),
    ],
)
def test_everyday_words_name_a_place_only_as_one_says_places(typed, values):
    recognised = recognise(parse(typed), names_of(PLACES))

    assert [value for facet, named in recognised for value in named] == values


@pytest.fixture
def towns(db):
    """Collectivities that have a sheet, by what their sheet is called."""
    for kind, name, code in (
        ("commune", "Fougères", "35115"),
        ("commune", "Nevers", "58194"),
        ("ca", "CA de Nevers", "245804406"),
        ("cc", "CC d’Erdre et Gesvres", "244400503"),
    ):
        PracticeFactory(published=True, title=name, lead=TerritoryFactory(kind=kind, name=name, code=code))
    TerritoryFactory(name="Luzy", code="58149")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ville de Fougères", '"Fougères"'),
        ("la mairie de fougeres", 'la "Fougères"'),
        ("wifi à la ville de Fougères gratuit", 'wifi à la "Fougères" gratuit'),
        ("Fougères ville", "Fougères ville"),
        ("Fougères", "Fougères"),
        ("commune de Luzy", "commune de Luzy"),  # has no sheet
        ("agglo de nevers", '"de Nevers"'),
        ("communauté d’agglomération de Nevers télétravail", '"de Nevers" télétravail'),
        ("comcom d'Erdre et Gesvres", '"d’Erdre et Gesvres"'),
        ('"ville de Fougères"', '"ville de Fougères"'),
        ("vélo -ville de Fougères", "vélo -ville de Fougères"),
        ("ville moyenne", "ville moyenne"),
        ("agglo -prix de Nevers", "agglo -prix de Nevers"),  # only together would they be its name
    ],
)
def test_kind_of_a_collectivity_goes_with_its_name(towns, typed, meant):
    assert with_bare_names(typed) == meant


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ville de fougères", "Fougères"),
        ("mairie de Nevers", "Nevers"),
        ("communauté d'agglomération de nevers", "CA de Nevers"),
        ("comcom erdre et gesvres", "CC d’Erdre et Gesvres"),
    ],
)
def test_sheet_of_the_collectivity_that_is_named_comes_first(client, each_index, towns, typed, first):
    for number in range(8):
        PracticeFactory(
            published=True,
            title=f"Réunir la ville, la mairie, la communauté de communes, l’agglomération {number}",
            summary="Comme à Fougères, à Nevers, en Erdre et Gesvres : la commune, la ville.",
        )
    each_index()

    response = client.get("/fiches/", {"q": typed})

    assert [result.practice.title for result in response.context["results"]][0] == first


@pytest.fixture
def sheet(index):
    theme = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    lead = TerritoryFactory(name="Dinan", code="22050", population=14_000, department_code="22")
    PracticeFactory(published=True, title="Former à la cybersécurité", themes=[theme], lead=lead)
    index()


@pytest.mark.django_db
def test_page_offers_filters_and_keeps_what_was_typed(client, sheet):
    response = client.get("/fiches/", {"q": "cybersécurité petite ville Bretagne"})

    offers = {offer.value_label: offer for offer in response.context["offers"]}
    assert set(offers) == {
        "Cybersécurité",
        "Communes de 3\u202f500 à 10\u202f000 habitants ou Communes de 10\u202f000 à 20\u202f000 habitants",
        "Bretagne",
        "",
    }
    assert {offer.count for offer in offers.values()} == {1}
    assert [offer.label for offer in response.context["offers"]][0] == "Tous ces critères à la fois"
    followed = client.get(f"/fiches/{offers['Bretagne'].url}")
    assert (followed.context["query"], followed.context["total"]) == (
        "cybersécurité petite ville Bretagne",
        1,
    )
    assert [chip.value_label for chip in followed.context["chips"]] == ["Bretagne"]
    assert "Bretagne" not in [offer.value_label for offer in followed.context["offers"]]


@pytest.mark.django_db
def test_what_the_words_name_comes_before_what_only_holds_them(client, sheet, index):
    """The words of a place or a kind of town stand in many a story; here one says them all the time."""
    elsewhere = TerritoryFactory(name="Roubaix", code="59512", population=98_000, department_code="59")
    PracticeFactory(
        published=True,
        title="Une ville, une petite ville, des petites villes",
        summary="La petite ville et la Bretagne, la ville et la cybersécurité.",
        lead=elsewhere,
    )
    index()

    response = client.get("/fiches/", {"q": "cybersécurité petite ville Bretagne"})

    titles = [result.practice.title for result in response.context["results"]]
    assert titles[0] == "Former à la cybersécurité"
    assert len(titles) == 2


@pytest.mark.django_db
def test_filter_that_would_give_nothing_is_not_offered(client, sheet):
    response = client.get("/fiches/", {"q": "cybersécurité Corse"})

    assert [offer.value_label for offer in response.context["offers"]] == ["Cybersécurité"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("fibre Nevers", ["Nevers (58)"]),
        ("fibre -Nevers", []),
        ('fibre -"Nevers"', []),
        ("agglo de Nevers", ["CA de Nevers (58)"]),
        ("la communauté d’agglomération de nevers", ["CA de Nevers (58)"]),
        (
            "adressage communauté de communes de l’Est de la Somme et des deux rives",
            ["CC de l’Est de la Somme et des Deux Rives (80)"],
        ),
        ("comcom de l’est de la somme et des deux rives", ["CC de l’Est de la Somme et des Deux Rives (80)"]),
    ],
)
@pytest.mark.django_db
def test_collectivities_are_named_as_people_call_them_and_not_when_excluded(typed, named):
    for kind, name, code, department in (
        ("commune", "Nevers", "58194", "58"),
        ("ca", "CA de Nevers", "245804406", "58"),
        ("cc", "CC de l’Est de la Somme et des Deux Rives", "200070985", "80"),
    ):
        territory = TerritoryFactory(kind=kind, name=name, code=code, department_code=department)
        PracticeFactory(published=True, lead=territory)

    assert [territory.label for territory in named_territories(typed).with_sheets] == named


@pytest.mark.django_db
def test_offers_have_no_count_while_no_engine_answers(client, sheet, settings, tmp_path):
    PracticeFactory(published=True, title="Autre Bretagne", lead=TerritoryFactory(department_code="22"))
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"OPTIONS": {"path": str(tmp_path / "nothing")}}
    get_engine.cache_clear()

    response = client.get("/fiches/", {"q": "Bretagne"})

    assert response.context["degraded"]
    assert [(offer.value_label, offer.count) for offer in response.context["offers"]] == [("Bretagne", None)]


@pytest.mark.django_db
def test_one_offer_takes_all_that_is_recognised_and_comes_first(client, sheet, index):
    """It counts what its page shows, and keeps the words."""
    theme = Theme.objects.get()
    far = TerritoryFactory(name="Ajaccio", population=70_000, department_code="2A")
    PracticeFactory(
        published=True, title="Cybersécurité en Bretagne vue d’ailleurs", themes=[theme], lead=far
    )
    index()

    first, *others = client.get("/fiches/", {"q": "cybersécurité Bretagne"}).context["offers"]

    assert (first.label, first.value_label, first.count) == ("Tous ces critères à la fois", "", 1)
    assert [offer.count for offer in others] == [2, 1]
    followed = client.get(f"/fiches/{first.url}").context
    assert followed["query"] == "cybersécurité Bretagne"
    assert followed["total"] == 1
    assert [chip.value_label for chip in followed["chips"]] == ["Cybersécurité", "Bretagne"]
    assert followed["offers"] == []


@pytest.mark.django_db
def test_where_all_at_once_gives_nothing_as_many_as_possible_are_offered(client, sheet, index):
    theme = Theme.objects.get()
    small = TerritoryFactory(name="Corte", population=400, department_code="2B")
    PracticeFactory.create_batch(
        2, published=True, title="Village et cybersécurité", themes=[theme], lead=small
    )
    index()

    first, *others = client.get("/fiches/", {"q": "cybersécurité village Bretagne"}).context["offers"]

    assert (first.label, first.count) == ("Thème et population à la fois", 2)
    assert [offer.label for offer in others] == ["Thème", "Population", "Région"]
    assert client.get(f"/fiches/{first.url}").context["total"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["cybersécurité", "cybersécurité Corse"])
def test_nothing_is_offered_at_once_where_one_criterion_leads_somewhere(client, sheet, text):
    offers = client.get("/fiches/", {"q": text}).context["offers"]

    assert [offer.value_label for offer in offers] == ["Cybersécurité"]
