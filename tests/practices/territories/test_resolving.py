import pytest

from practices.territories.models import Territory
from practices.territories.resolving import AmbiguousTerritory, TerritoryNotFound, resolve
from tests.factories.territories import TerritoryAliasFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def country():
    paris = TerritoryFactory(code="75056", name="Paris", department_code="75", population=2_103_778)
    TerritoryFactory(department=True, department_code="75", population=2_103_778)
    TerritoryFactory(code="40249", name="Saint-Aubin", department_code="40")
    TerritoryFactory(code="10327", name="Saint-Aubin", department_code="10")
    TerritoryFactory(code="01004", name="Ambérieu-en-Bugey", department_code="01")
    TerritoryFactory(code="29019", name="Brest", postal_codes="29200")
    TerritoryFactory(code="29151", name="Morlaix", postal_codes="29600")
    TerritoryFactory(code="47222", name="La Réunion", department_code="47", population=420)
    TerritoryFactory(region=True, region_code="04", population=889_679)
    group = {"intercommunality": True, "department_code": "70"}
    TerritoryFactory(code="247000722", name="CC du Pays de Gray", **group)
    TerritoryFactory(code="200057867", name="Plaine Commune", siren="200057867", intercommunality=True)
    TerritoryFactory(code="x-shawinigan", abroad=True)
    TerritoryFactory(code="83143", name="Le Val", department_code="83")
    TerritoryFactory(code="25000", name="Val", department_code="25")
    TerritoryAliasFactory(code="29200", name="Ploujean", territory=Territory.objects.get(code="29151"))
    TerritoryAliasFactory(code="75101", name="Paris 1er Arrondissement", territory=paris)
    TerritoryFactory(
        code="29998", name="Ancienne", inactive=True, successor=Territory.objects.get(code="29019")
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("75056", "75056"),
        (" 75056 ", "75056"),
        ("1004", "01004"),
        ("200 057 867", "200057867"),
        ("DEP-75", "dep-75"),
        ("x-shawinigan", "x-shawinigan"),
        ("75101", "75056"),
        ("29998", "29019"),
        ("Paris", "75056"),
        ("PARIS (75)", "75056"),
        ("Paris (département)", "dep-75"),
        ("Saint-Aubin (40)", "40249"),
        ("st aubin (Landes)", "40249"),
        ("Saint-Aubin (Nouvelle-Aquitaine)", "40249"),
        ("Shawinigan (Canada)", "x-shawinigan"),
        ("Pays de Gray", "247000722"),
        ("Communauté de communes du Pays de Gray", "247000722"),
        ("Ville de Paris", "75056"),
        ("Ploujean", "29151"),
        ("La Réunion (région)", "reg-04"),
        ("La Réunion (47)", "47222"),
        ("Le Val", "83143"),
        ("Val", "25000"),
    ],
)
def test_resolve(country, text, code):
    assert resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Saint-Aubin",
            "Plusieurs collectivités s’appellent «\u00a0Saint-Aubin\u00a0»\u00a0: "
            "Saint-Aubin (10), Saint-Aubin (40). Écrivez le code INSEE.",
        ),
        (
            "29200",
            "Plusieurs collectivités répondent au code «\u00a029200\u00a0»\u00a0: Morlaix (29), Brest (29). "
            "Écrivez le code INSEE.",
        ),
        (
            "La Réunion",
            "Plusieurs collectivités s’appellent «\u00a0La Réunion\u00a0»\u00a0: "
            "La Réunion (47), La Réunion (région). Écrivez le code INSEE.",
        ),
    ],
)
def test_resolve_an_ambiguous_text_names_the_candidates(country, text, sentence):
    with pytest.raises(AmbiguousTerritory) as caught:
        resolve(text)

    assert str(caught.value) == sentence
    assert len(caught.value.candidates) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Zzz", "Aucune collectivité ne correspond à «\u00a0Zzz\u00a0». "),
        ("Bres", "Aucune collectivité ne correspond à «\u00a0Bres\u00a0». Peut-être\u00a0: Brest (29). "),
        ("29600", "Aucune collectivité ne correspond à «\u00a029600\u00a0». Peut-être\u00a0: Morlaix (29). "),
        (
            "Brest (35)",
            "Aucune collectivité ne correspond à «\u00a0Brest (35)\u00a0». Peut-être\u00a0: Brest (29). ",
        ),
        ("", "Collectivité vide. "),
        ("\x00", "Collectivité vide. "),
    ],
)
def test_resolve_an_unknown_text_suggests(country, text, sentence):
    with pytest.raises(TerritoryNotFound) as caught:
        resolve(text)

    advice = "Écrivez le code INSEE de la commune ou le SIREN de l’intercommunalité."
    assert str(caught.value) == sentence + advice
