import pytest
from django.core.management import CommandError, call_command

from practices.territories.directory.loading import TooManyLeavers, load
from practices.territories.directory.rows import (
    AliasRow,
    DirectoryFileError,
    TerritoryRow,
    read_rows,
    write_rows,
)
from practices.territories.models import DirectoryLoad, Membership, Territory, TerritoryAlias
from practices.territories.signals import territories_changed, territory_merged
from tests.factories.accounts import UserFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

GROUP = TerritoryRow(
    "200057867", "cc", "CC du Pays d’Iroise", siren="200057867", population=9_000, department_code="29"
)


def commune(code, name, population=1_000, **values):
    place = {"department_code": "29", "region_code": "53", "areas": "53-29", "epci": GROUP.code}
    return TerritoryRow(
        code, "commune", name, insee_code=code, population=population, population_year=2023, **place | values
    )


@pytest.fixture
def files(tmp_path):
    """Writes the two files of a directory and returns their paths."""

    def write(communes, aliases=()):
        territories, others = tmp_path / "territories.csv.gz", tmp_path / "aliases.csv.gz"
        write_rows(territories, [GROUP, *communes])
        write_rows(others, list(aliases) or [AliasRow("", "Rien", GROUP.code)])
        return territories, others

    return write


@pytest.fixture
def heard():
    """What the loader told: ("changed", codes) and ("merged", old, new)."""
    told = []

    def changed(sender, pks, **kwargs):
        told.append(("changed", sorted(Territory.objects.filter(pk__in=pks).values_list("code", flat=True))))

    def merged(sender, old, new, **kwargs):
        told.append(("merged", old.code, new.code))

    territories_changed.connect(changed)
    territory_merged.connect(merged)
    yield told
    territories_changed.disconnect(changed)
    territory_merged.disconnect(merged)


def test_load_creates_territories_and_aliases(files, heard):
    paths = files(
        [commune("29040", "Le Conquet", 2_700, latitude=48.36, longitude=-4.77, position_kind="own")],
        [AliasRow("29900", "Lochrist", "29040")],
    )

    report = load(*paths, vintage="2026")

    territory = Territory.objects.get(code="29040")
    assert (report.created, report.updated, report.vanished) == (2, 0, [])
    assert (territory.search_name, territory.areas, territory.epci.code) == ("conquet", ["53-29"], GROUP.code)
    assert (territory.position, territory.in_directory, territory.population) == ((48.36, -4.77), True, 2_700)
    assert [(alias.name, alias.search_name) for alias in territory.aliases.all()] == [
        ("Lochrist", "lochrist")
    ]
    assert DirectoryLoad.objects.get().vintage == "2026"
    assert heard == []


def test_load_twice_changes_nothing(files, django_assert_num_queries):
    paths = files([commune("29040", "Le Conquet")])
    load(*paths)
    before = list(Territory.objects.order_by("code").values())

    with django_assert_num_queries(2):
        report = load(*paths)

    assert report.is_up_to_date
    assert list(Territory.objects.order_by("code").values()) == before


def test_load_forced_twice_writes_no_territory(files, heard):
    paths = files([commune("29040", "Le Conquet")])
    load(*paths)

    report = load(*paths, force=True)

    assert (report.created, report.updated, heard) == (0, 0, [])


def test_load_a_new_year_changes_fields_in_place(files, heard):
    load(*files([commune("29040", "Le Conquet"), commune("29189", "Plougonvelin", siren="212901896")]))
    pks = dict(Territory.objects.values_list("code", "pk"))

    report = load(*files([commune("29040", "Conquet-Lochrist", 3_000), commune("29189", "Plougonvelin")]))

    territory = Territory.objects.get(code="29040")
    assert (report.created, report.updated) == (0, 2)
    assert dict(Territory.objects.values_list("code", "pk")) == pks
    assert (territory.name, territory.search_name, territory.population) == (
        "Conquet-Lochrist",
        "conquet lochrist",
        3_000,
    )
    # A SIREN that changed is on no sheet and in no search.
    assert heard == [("changed", ["29040"])]


def test_load_merges_a_commune_that_joined_another(files, heard):
    load(
        *files(
            [commune("29040", "Le Conquet"), commune("29189", "Plougonvelin")],
            [AliasRow("29900", "Lochrist", "29040")],
        )
    )
    old, new = Territory.objects.get(code="29040"), Territory.objects.get(code="29189")
    alone = MembershipFactory(territory=old)
    both = UserFactory()
    MembershipFactory(territory=old, user=both, confirmed=True)
    MembershipFactory(territory=new, user=both, refused=True)

    report = load(
        *files(
            [commune("29189", "Plougonvelin-le-Conquet", 5_000)],
            [AliasRow("29040", "Le Conquet", "29189"), AliasRow("29900", "Lochrist", "29189")],
        )
    )

    old.refresh_from_db()
    assert report.merged == [(old, new)]
    assert (old.is_active, old.successor, old.in_directory) == (False, new, True)
    assert sorted(new.aliases.values_list("code", flat=True)) == ["29040", "29900"]
    assert sorted(Membership.objects.values_list("user", "territory", "status")) == sorted(
        [(alone.user_id, new.pk, "pending"), (both.pk, new.pk, "confirmed")]
    )
    assert heard == [("merged", "29040", "29189"), ("changed", ["29189"])]


def test_load_keeps_what_vanished_without_successor_but_inactive(files, heard):
    load(*files([commune("29040", "Le Conquet"), commune("29083", "Île-de-Sein")]))
    membership = MembershipFactory(territory=Territory.objects.get(code="29083"), confirmed=True)

    report = load(*files([commune("29040", "Le Conquet")]))

    vanished = Territory.objects.get(code="29083")
    assert report.vanished == [vanished]
    assert (vanished.is_active, vanished.successor) == (False, None)
    assert Membership.objects.get() == membership
    assert heard == [("changed", ["29083"])]


def test_load_gives_back_its_name_to_a_commune_that_is_one_again(files):
    merged = [AliasRow("29040", "Le Conquet", "29189")]
    load(*files([commune("29040", "Le Conquet"), commune("29189", "Plougonvelin")]))
    load(*files([commune("29189", "Plougonvelin")], merged))

    load(*files([commune("29040", "Le Conquet"), commune("29189", "Plougonvelin")]))

    restored = Territory.objects.get(code="29040")
    assert (restored.is_active, restored.successor) == (True, None)
    assert not TerritoryAlias.objects.filter(code="29040").exists()


def test_load_never_touches_what_a_moderator_added(files):
    kept = TerritoryFactory(syndicat=True, code="29040", name="Syndicat", siren="")
    abroad = TerritoryFactory(abroad=True)

    report = load(*files([commune("29040", "Le Conquet")]))

    kept.refresh_from_db()
    abroad.refresh_from_db()
    assert report.kept_apart == ["29040"]
    assert (kept.name, kept.is_active, abroad.is_active) == ("Syndicat", True, True)


def test_load_refuses_a_file_that_lacks_a_large_part(files):
    load(*files([commune(f"{29_000 + number}", f"Commune {number}") for number in range(60)]))
    truncated = files([commune("29001", "Commune 1")])

    with pytest.raises(TooManyLeavers) as caught:
        load(*truncated)

    assert str(caught.value).startswith("Ce fichier ferait disparaître 59 collectivités sur 61\u00a0:")
    assert Territory.objects.active().count() == 61
    assert len(load(*truncated, force=True).vanished) == 59


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([commune("29040", "A"), commune("29040", "B")], "code «\u00a029040\u00a0» présent deux fois."),
        ([commune("29040", "")], "code «\u00a029040\u00a0» sans nom."),
        ([commune("29040", "A", epci="200000001")], "29040\u00a0: intercommunalité 200000001 absente."),
        ([commune("29040", "A", department_code="20")], "29040\u00a0: département 20 inconnu."),
        ([commune("29040", "A", position_kind="ailleurs")], "29040\u00a0: type ou position inconnus."),
    ],
)
def test_load_refuses_a_file_that_contradicts_itself(files, rows, reason):
    with pytest.raises(DirectoryFileError) as caught:
        load(*files(rows))

    assert str(caught.value).endswith(reason)
    assert not Territory.objects.exists()


def test_load_refuses_an_alias_of_nothing(files):
    with pytest.raises(DirectoryFileError) as caught:
        load(*files([], [AliasRow("29040", "Le Conquet", "29999")]))

    assert str(caught.value) == "Ancien code 29040\u00a0: 29999 absente."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"code,name\n1,2\n", "colonnes attendues code, name, territory"),
        (b"", "aucune"),
        (b"code,name,territory\n1,2\n", "ligne 2\u00a0: nombre de colonnes inexact."),
        (b"code,name,territory\n1,2,3,4\n", "ligne 2\u00a0: nombre de colonnes inexact."),
        (b"code,name,territory\n\xff,2,3\n", "ne peut pas être lu"),
    ],
)
def test_read_rows_says_what_is_wrong(tmp_path, content, reason):
    path = tmp_path / "aliases.csv"
    path.write_bytes(content)

    with pytest.raises(DirectoryFileError) as caught:
        read_rows(path, AliasRow)

    assert reason in str(caught.value)


def test_read_rows_says_when_a_number_is_none(tmp_path):
    path = tmp_path / "territories.csv.gz"
    row = commune("29040", "Le Conquet")
    row.population = "beaucoup"
    write_rows(path, [row])

    with pytest.raises(DirectoryFileError) as caught:
        read_rows(path, TerritoryRow)

    assert "territories.csv.gz, ligne 2\u00a0: nombre illisible" in str(caught.value)


def test_read_rows_says_when_a_file_is_cut(tmp_path):
    path = tmp_path / "territories.csv.gz"
    write_rows(path, [commune("29040", "Le Conquet")])
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(DirectoryFileError):
        read_rows(path, TerritoryRow)


def test_write_rows_makes_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_rows(tmp_path / name, [commune("29040", "Le Conquet", latitude=48.36, longitude=-4.77)])

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_command_tells_what_it_did(files, capsys):
    first = files([commune("29040", "Le Conquet"), commune("29189", "Plougonvelin")])
    call_command("load_territories", file=first[0], aliases=first[1])
    call_command("load_territories", file=first[0], aliases=first[1])
    second = files([commune("29189", "Plougonvelin")], [AliasRow("29040", "Le Conquet", "29189")])
    call_command("load_territories", file=second[0], aliases=second[1])

    assert capsys.readouterr().out.splitlines() == [
        "Annuaire chargé\u00a0: 3 collectivités créées, 0 mises à jour.",
        "L’annuaire des collectivités est à jour.",
        "Annuaire chargé\u00a0: 0 collectivités créées, 0 mises à jour.",
        "Le Conquet (29) fait maintenant partie de Plougonvelin (29).",
    ]


def test_command_says_when_a_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match="Fichier illisible"):
        call_command("load_territories", file=tmp_path / "absent.csv")
