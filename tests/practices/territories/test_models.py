import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from practices.territories.models import Territory
from practices.territories.signals import territories_changed
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WRONG_KEY = "Ce numéro SIREN n’existe pas\u00a0: sa clé de contrôle est fausse. Vérifiez chaque chiffre."


@pytest.fixture
def told():
    """The primary keys that territories_changed named."""
    heard = []

    def listen(sender, pks, **kwargs):
        heard.append(pks)

    territories_changed.connect(listen)
    yield heard
    territories_changed.disconnect(listen)


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"name": "Saint-Aubin", "department_code": "40"}, "Saint-Aubin (40)"),
        ({"abroad": True}, "Shawinigan (Canada)"),
        ({"department": True}, "Finistère (département)"),
        ({"region": True}, "Bretagne (région)"),
        ({"intercommunality": True, "name": "CC des Quatre Rivières"}, "CC des Quatre Rivières (29)"),
        ({"department": True, "name": "Collectivité européenne d’Alsace", "department_code": "67"}, None),
    ],
)
def test_label_tells_homonyms_apart(values, label):
    territory = TerritoryFactory(**values)

    assert territory.label == (label or "Collectivité européenne d’Alsace (67)")
    assert str(territory) == territory.label


@pytest.mark.parametrize(
    ("values", "place", "paths", "overseas"),
    [
        ({}, "Finistère, Bretagne", ["53", "53-29"], False),
        ({"overseas": True}, "Guadeloupe", ["01", "01-971", "outre-mer"], True),
        ({"abroad": True}, "Canada", ["etranger"], False),
        ({"region": True}, "Bretagne", ["53"], False),
    ],
)
def test_place_and_area_paths(values, place, paths, overseas):
    territory = TerritoryFactory(**values)

    assert (territory.place, territory.area_paths, territory.is_overseas) == (place, paths, overseas)


@pytest.mark.parametrize(
    ("population", "text"),
    [
        (18_000, "18\u202f000\u00a0habitants"),
        (1, "1\u00a0habitant"),
        (0, "0\u00a0habitant"),
        (2_103_778, "2\u202f103\u202f778\u00a0habitants"),
        (None, "population non connue"),
    ],
)
def test_population_text(population, text):
    assert TerritoryFactory.build(population=population).population_text == text


def test_population_year_text_names_the_official_count_only_for_the_directory():
    assert [
        TerritoryFactory.build().population_year_text,
        TerritoryFactory.build(abroad=True, population_year=2021).population_year_text,
        TerritoryFactory.build(population=None).population_year_text,
        TerritoryFactory.build(population_year=None).population_year_text,
    ] == ["population municipale 2023", "population 2021", "", ""]


def test_band_follows_kind_and_population():
    assert [
        TerritoryFactory.build().band_label,
        TerritoryFactory.build(intercommunality=True).band_label,
        TerritoryFactory.build(syndicat=True).band_label,
    ] == [
        "Communes de 10\u202f000 à 20\u202f000 habitants",
        "Intercommunalités de 15\u202f000 à 50\u202f000 habitants",
        "",
    ]


def test_saving_a_partner_abroad_gives_it_a_code():
    first = Territory.objects.create(kind="etranger", name="Shawinigan", country="Canada")
    second = Territory.objects.create(kind="etranger", name="Shawinigan", country="Canada")

    assert [first.code, second.code, first.areas, first.region_code] == [
        "x-shawinigan",
        "x-shawinigan-2",
        [],
        "",
    ]


def test_saving_a_syndicat_derives_region_and_code():
    territory = Territory.objects.create(
        kind="syndicat", name="Syndicat mixte", siren="200057867", department_code="29"
    )

    assert (territory.code, territory.region_code, territory.areas) == ("200057867", "53", ["53-29"])


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {"kind": "commune"},
            {"kind": ["Ce type vient de l’annuaire officiel\u00a0: il ne s’ajoute pas à la main."]},
        ),
        ({"siren": ""}, {"siren": ["Indiquez le numéro SIREN du syndicat."]}),
        (
            {"siren": "215801946"},
            {"siren": [WRONG_KEY]},
        ),
        ({"siren": "215801945"}, {"siren": ["Nevers (58) porte déjà ce numéro SIREN."]}),
        ({"department_code": ""}, {"department_code": ["Choisissez le département du siège."]}),
        (
            {"country": "Canada"},
            {
                "country": [
                    "Pour un partenaire hors de France, choisissez le type «\u00a0Hors de France\u00a0»."
                ]
            },
        ),
        ({"latitude": 48.0}, {"longitude": ["Donnez la latitude et la longitude, ou aucune des deux."]}),
        ({"latitude": 95.0, "longitude": 2.0}, {"latitude": ["La latitude va de -90 à 90."]}),
        ({"population": 10}, {"population_year": ["Indiquez l’année de ce chiffre de population."]}),
        (
            {"kind": "etranger", "siren": "", "department_code": ""},
            {"country": ["Indiquez le pays, autre que la France."]},
        ),
    ],
)
def test_clean_says_what_is_wrong_with_a_manual_territory(values, errors):
    TerritoryFactory(name="Nevers", siren="215801945", department_code="58")
    right = {"kind": "syndicat", "name": "Syndicat", "siren": "200057867", "department_code": "29"}

    with pytest.raises(ValidationError) as caught:
        Territory(**right | values).clean()

    assert caught.value.message_dict == errors


def test_clean_accepts_a_syndicat():
    Territory(kind="syndicat", name="Syndicat", siren="200057867", department_code="29").clean()


def test_code_is_unique():
    TerritoryFactory(code="29019")

    with pytest.raises(IntegrityError):
        TerritoryFactory(code="29019")


def test_for_member_holds_confirmed_memberships_only():
    confirmed = MembershipFactory(confirmed=True)
    user = confirmed.user
    MembershipFactory(user=user)
    MembershipFactory(user=user, refused=True)
    MembershipFactory(confirmed=True)

    assert list(Territory.objects.for_member(user)) == [confirmed.territory]


def test_active_leaves_out_what_left_the_directory():
    TerritoryFactory(inactive=True)
    active = TerritoryFactory()

    assert list(Territory.objects.active()) == [active]


def test_correcting_a_territory_tells_who_listens(told):
    territory = TerritoryFactory(abroad=True)
    territory.name = "Ville de Shawinigan"
    territory.save()

    assert told == [[territory.pk]]


def test_position_is_approximate_unless_it_is_its_own():
    placed = TerritoryFactory.build(placed=True)
    near = TerritoryFactory.build(latitude=48.0, longitude=-4.0, position_kind="members")
    group = TerritoryFactory.build(
        intercommunality=True, latitude=48.0, longitude=-4.0, position_kind="members"
    )
    nowhere = TerritoryFactory.build()

    assert [(t.position, t.is_position_approximate) for t in (placed, near, group, nowhere)] == [
        ((48.3904, -4.4861), False),
        ((48.0, -4.0), True),
        ((48.0, -4.0), False),
        (None, False),
    ]
