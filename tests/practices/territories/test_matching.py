import pytest

from practices.territories.models import Territory
from tests.factories.territories import TerritoryAliasFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def country():
    """A few communes and groups with every difficulty of real names."""
    rows = [
        ("97411", "Saint-Denis", "974", 155_634),
        ("93066", "Saint-Denis", "93", 149_077),
        ("45274", "Saint-Denis-en-Val", "45", 7_766),
        ("40249", "Saint-Aubin", "40", 498),
        ("10327", "Saint-Aubin", "10", 520),
        ("76351", "Le Havre", "76", 166_687),
        ("95313", "L’Isle-Adam", "95", 12_493),
        ("62633", "Œuf-en-Ternois", "62", 251),
        ("80829", "Y", "80", 87),
        ("76255", "Eu", "76", 6_499),
        ("77379", "Sainte-Colombe", "77", 1_781),
        ("55502", "Stenay", "55", 2_403),
        ("51030", "Aÿ-Champagne", "51", 5_103),
        ("58194", "Nevers", "58", 33_085),
        ("92077", "Ville-d’Avray", "92", 11_089),
        ("2A004", "Ajaccio", "2A", 76_320),
    ]
    for code, name, department, population in rows:
        TerritoryFactory(code=code, name=name, department_code=department, population=population)
    Territory.objects.filter(code="58194").update(postal_codes="58000", siren="215801945")
    Territory.objects.filter(code="93066").update(postal_codes="93200 93210 93380")
    group = {"intercommunality": True, "population": 116_271, "department_code": "28"}
    TerritoryFactory(code="200040277", name="CA Agglo du Pays de Dreux", **group)
    TerritoryFactory(department=True, department_code="58", population=201_417)
    TerritoryAliasFactory(
        code="93059", name="Pierrefitte-sur-Seine", territory=Territory.objects.get(code="93066")
    )


def codes(text):
    return list(Territory.objects.matching(text).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # accents, hyphens, apostrophes, ligatures, capitals
        ("L'ISLE ADAM", ["95313"]),
        ("l’isle-adam", ["95313"]),
        ("isle adam", ["95313"]),
        ("oeuf", ["62633"]),
        ("Œuf en Ternois", ["62633"]),
        ("ay champagne", ["51030"]),
        # articles and short forms of Saint
        ("havre", ["76351"]),
        ("le havre", ["76351"]),
        ("St-Denis", ["97411", "93066", "45274"]),
        ("saint denis", ["97411", "93066", "45274"]),
        ("ste colombe", ["77379"]),
        ("ste", ["55502", "77379"]),
        # words inside, words left out
        ("denis val", ["45274"]),
        ("agglomération du pays de Dreux", ["200040277"]),
        ("ville de Nevers", ["58194"]),
        ("ville d'avray", ["92077"]),
        # homonyms
        ("saint-aubin", ["10327", "40249"]),
        ("Saint-Aubin (40)", ["40249"]),
        ("saint aubin 40", ["40249"]),
        # codes
        ("58194", ["58194"]),
        ("2a004", ["2A004"]),
        ("215 801 945", ["58194"]),
        ("93210", ["93066"]),
        ("932", ["93066"]),
        ("58", ["dep-58"]),
        ("dep-58", ["dep-58"]),
        ("200040", ["200040277"]),
        # former communes
        ("pierrefitte", ["93066"]),
        ("93059", ["93066"]),
        # short names, and texts too short
        ("y", ["80829"]),
        ("Eu", ["76255"]),
        ("sa", []),
        ("st", []),
        ("l'", []),
        ("", []),
        ("   ", []),
        # nothing that a person can type breaks it
        ("%", []),
        ("\x00nevers\x00", ["58194"]),
        ("nevers' OR 1=1 --", []),
        ("x" * 5000, []),
        ("🙂", []),
    ],
)
def test_matching(country, text, expected):
    assert codes(text) == expected


def test_matching_ranks_the_exact_name_before_a_larger_town():
    TerritoryFactory(code="69381", name="Lyons-la-Forêt", population=900_000)
    TerritoryFactory(code="27000", name="Lyons", population=10)
    TerritoryFactory(code="69000", name="Grand Lyons", population=2_000_000)

    assert codes("lyons") == ["27000", "69381", "69000"]


def test_matching_keeps_the_filters_it_is_given(country):
    assert list(
        Territory.objects.filter(department_code="93").matching("saint denis").values_list("code", flat=True)
    ) == ["93066"]


def test_matching_is_one_query(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(Territory.objects.active().matching("saint")[:10])
