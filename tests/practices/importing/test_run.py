"""From rows to sheets in the tree."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from practices.importing import run as pipeline
from practices.importing.errors import UnreadableFile
from practices.importing.outcomes import Action, ImportOptions
from practices.importing.rows import Problem, Row
from practices.models import PracticePage, Theme
from practices.territories.models import Territory
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, practice_index
from tests.factories.territories import MembershipFactory

from .conftest import FULL, LEAST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

EVERYTHING = FULL | {
    "keywords": "poste; partage",
    "audiences": "Habitants; Élus",
    "co_bearers": "242900314",
    "partners": "Centre de gestion\nDépartement",
    "software": "GLPI | Teclib’ | libre",
    "contact_phone": "02 98 00 00 00",
    "contact_phone_public": "oui",
    "collectivities_count": "3",
    "inhabitants_covered": "150 000",
    "cost_sharing": "Un tiers chacun.",
    "governance": "Un comité.",
    "open_to_partners": "oui",
    "partners_until": "30/06/2027",
    "steps": "mars 2023 | Vote | Unanime.\nOuverture",
    "started_on": "2023-09",
    "setup_months": "6",
    "investment": "48 000 €",
    "running_cost": "21 500",
    "cost_band": "non-precise",
    "staffing": "Un agent",
    "financing": "Budget propre",
    "programmes": "France Relance",
    "indicators": "Appels | 10 | 85 | par mois | 2024-10-31 | Registre",
    "evaluation": "interne",
    "conditions": "- une place\n- du réseau",
    "difficulties": "Le recrutement.",
    "advice": "Commencer petit.",
    "vigilance": "Rien de personnel.",
    "licence": "cc-by-4.0",
}


def run(*rows, **options):
    """The outcomes of an import that writes, first line 2."""
    options = {"commit": True} | options
    return list(pipeline.run([Row(n, row) for n, row in enumerate(rows, 2)], ImportOptions(**options)))


def actions(*rows, **options):
    return [outcome.action for outcome in run(*rows, **options)]


def problems(*rows, **options):
    return [problem for outcome in run(*rows, **options) for problem in outcome.problems]


def tree_report():
    out = StringIO()
    call_command("fixtree", interactive=False, stdout=out)
    return out.getvalue().count("No problems found.")


def test_dry_run_writes_nothing():
    assert actions(FULL, commit=False) == [Action.CREATE]
    assert PracticePage.objects.count() == 0
    assert Revision.objects.count() == 0


def test_draft_is_a_whole_wagtail_page(brest):
    run(EVERYTHING)

    sheet, index = PracticePage.objects.get(), practice_index()
    latest = sheet.get_latest_revision_as_object()
    assert (sheet.live, sheet.has_unpublished_changes, sheet.first_published_at) == (False, True, None)
    assert (sheet.slug, sheet.url_path) == (
        "partager-un-informaticien",
        f"{index.url_path}partager-un-informaticien/",
    )
    assert (sheet.lead, sheet.source, sheet.external_id) == (brest, "import", "f-1")
    assert sheet.get_parent() == index.page_ptr
    assert sheet.plain_text.startswith("partager un informaticien trois communes")
    assert sheet.is_complete
    for page in (sheet, latest):
        assert page.audiences == ["habitants", "elus"]
        assert [theme.path for theme in page.themes.all()] == ["cybersecurite"]
        assert [territory.code for territory in page.co_bearers.all()] == ["242900314"]
        assert [programme.slug for programme in page.programmes.all()] == ["france-relance"]
        assert [step.title for step in page.steps.all()] == ["Vote", "Ouverture"]
        assert [software.is_open_source for software in page.software.all()] == [True]
        assert [indicator.is_measured for indicator in page.indicators.all()] == [True]
        assert page.partners_until == datetime.date(2027, 6, 30)
        assert page.conditions == "<ul><li>une place</li><li>du réseau</li></ul>"
    assert tree_report() == 2


def test_published_sheet_is_what_wagtail_makes(brest):
    run(EVERYTHING, publish=True)

    sheet = PracticePage.objects.get()
    assert (sheet.live, sheet.has_unpublished_changes) == (True, False)
    assert sheet.live_revision == sheet.latest_revision
    assert sheet.first_published_at == sheet.last_published_at
    logged = PageLogEntry.objects.filter(page=sheet.pk).order_by("pk").values_list("action", flat=True)
    assert list(logged) == ["wagtail.create", "wagtail.publish"]
    assert ReferenceIndex.get_references_to(brest).count() == 1
    assert list(PracticePage.objects.search("informaticien")) == [sheet]


def test_bulk_and_single_give_the_same_sheet():
    """When Wagtail saves and publishes such a sheet again, nothing changes but dates and versions."""
    run(EVERYTHING, publish=True)
    before = {**PracticePage.objects.values().get()}

    sheet = PracticePage.objects.get()
    sheet.save()
    sheet.save_revision().publish()

    after = PracticePage.objects.values().get()
    changing = {"latest_revision_id", "live_revision_id", "last_published_at", "latest_revision_created_at"}
    assert {key for key in before if before[key] != after[key]} == changing


def test_sheets_follow_those_there_are(brest):
    run(FULL, publish=True)
    run(FULL | {"external_id": "f-2"}, FULL | {"external_id": "f-3", "title": "É !"}, publish=True)
    practice_index().add_child(instance=PracticePage(title="Partager un informaticien", lead=brest))

    children = practice_index().get_children()
    assert [(page.slug, page.path[-4:]) for page in children] == [
        ("partager-un-informaticien", "0001"),
        ("partager-un-informaticien-2", "0002"),
        ("e", "0003"),
        ("partager-un-informaticien-3", "0004"),
    ]
    assert practice_index().numchild == 4
    assert tree_report() == 2


def test_numbered_slug_in_use_is_left_alone():
    run(FULL | {"title": "Un projet 2"}, publish=True)
    run(*[FULL | {"external_id": f"g-{n}", "title": "Un projet"} for n in range(3)], publish=True)

    assert sorted(PracticePage.objects.values_list("slug", flat=True)) == [
        "un-projet",
        "un-projet-2",
        "un-projet-3",
        "un-projet-4",
    ]


def test_title_without_letters_has_an_address():
    run(FULL | {"title": "!?"})

    assert PracticePage.objects.get().slug == "fiche"


def test_good_lines_are_imported_beside_the_refused():
    found = actions(FULL, FULL | {"external_id": "f-2", "state": "x"}, FULL | {"external_id": "f-3"})

    assert found == [Action.CREATE, Action.REFUSE, Action.CREATE]
    assert sorted(PracticePage.objects.values_list("external_id", flat=True)) == ["f-1", "f-3"]


def test_lenient_sheet_is_incomplete():
    run(LEAST, lenient=True, publish=True)

    sheet = PracticePage.objects.get()
    assert (sheet.live, sheet.is_complete, sheet.state_date) == (True, False, None)


def test_state_without_a_date_is_true_today():
    run(FULL | {"state_date": ""})

    assert PracticePage.objects.get().state_date == datetime.date.today()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"state_date": "2999-01-01"}, ""),
        ({"state_date": "2099-01-01"}, "state_date"),
        ({"contact_phone_public": "x"}, "contact_phone"),
    ],
)
def test_rules_of_the_model_hold(change, column):
    (problem,) = problems(FULL | change)

    assert problem.column == (column or "state_date")
    assert PracticePage.objects.count() == 0


def test_known_identifier_is_left_and_said():
    run(FULL)
    (outcome,) = run(FULL | {"title": "Autre"})

    assert outcome.action == Action.SKIP
    assert outcome.remarks == [Problem("external_id", "L’identifiant «\u00a0f-1\u00a0» est déjà importé.")]
    assert PracticePage.objects.get().title == FULL["title"]


def test_same_identifier_of_another_source_is_another_sheet():
    assert actions(FULL, FULL | {"source": "ancien site"}) == [Action.CREATE, Action.CREATE]
    assert actions(FULL, source="ancien site") == [Action.SKIP]


def test_identifier_twice_in_the_file_is_an_error():
    first, second = run(FULL, FULL | {"title": "Autre"})

    assert (first.action, second.action) == (Action.CREATE, Action.REFUSE)
    assert second.problems == [
        Problem("external_id", "En double\u00a0: la ligne 2 porte le même identifiant.")
    ]


def test_identifier_twice_far_apart_is_an_error():
    rows = [FULL | {"external_id": f"n-{n}", "title": f"Fiche {n}"} for n in range(pipeline.BATCH + 5)]

    assert actions(*rows, rows[0])[-1] == Action.REFUSE


def test_without_identifier_title_and_territory_tell():
    row = FULL | {"external_id": ""}

    assert actions(row, row | {"territory": "01004"}) == [Action.CREATE, Action.CREATE]
    assert actions(row, row | {"territory": "01004"}) == [Action.SKIP, Action.SKIP]
    assert actions(row, update=True) == [Action.SKIP]
    assert actions(row | {"title": "A"}, row | {"title": "A"}) == [Action.CREATE, Action.REFUSE]


@pytest.mark.parametrize("publish", [True, False])
def test_update_twice_changes_nothing(publish):
    run(EVERYTHING, publish=publish)
    revisions = Revision.objects.count()

    assert actions(EVERYTHING, update=True, publish=publish) == [Action.UNCHANGED]
    assert Revision.objects.count() == revisions


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Autre"),
        ("themes", "Sauvegarde"),
        ("territory", "01004"),
        ("need", "Autre"),
        ("audiences", "agents"),
        ("steps", "mars 2023 | Vote | Unanime."),
        ("software", "GLPI | Teclib’ | non"),
        ("indicators", "Appels | 10 | 86 | par mois | 2024-10-31 | Registre"),
        ("co_bearers", "01004"),
        ("investment", "1"),
        ("open_to_partners", "non"),
        ("state_date", "2024-12-30"),
    ],
)
def test_update_writes_one_version_then_nothing(name, value):
    run(EVERYTHING, publish=True)
    changed = EVERYTHING | {name: value}

    assert actions(changed, update=True, publish=True) == [Action.UPDATE]
    assert Revision.objects.count() == 2
    assert actions(changed, update=True, publish=True) == [Action.UNCHANGED]
    assert PracticePage.objects.get().live
    assert tree_report() == 2


def test_update_without_publishing_prepares_a_version():
    run(FULL, publish=True)

    assert actions(FULL | {"need": "Autre."}, update=True) == [Action.UPDATE]
    sheet = PracticePage.objects.get()
    assert (sheet.need, sheet.has_unpublished_changes) == ("<p>Personne pour réparer.</p>", True)
    assert sheet.get_latest_revision_as_object().need == "<p>Autre.</p>"
    assert actions(FULL | {"need": "Autre."}, update=True) == [Action.UNCHANGED]
    assert actions(FULL | {"need": "Autre."}, update=True, publish=True) == [Action.UPDATE]
    assert PracticePage.objects.get().need == "<p>Autre.</p>"


def test_update_of_a_draft_changes_its_row():
    run(FULL)
    run(FULL | {"title": "Autre"}, update=True)

    sheet = PracticePage.objects.get()
    assert (sheet.title, sheet.slug, sheet.live) == ("Autre", "autre", False)


def test_update_publishes_what_was_a_draft():
    run(FULL)

    assert actions(FULL, update=True, publish=True) == [Action.UPDATE]
    assert PracticePage.objects.get().live
    assert Revision.objects.count() == 1


def test_empty_cell_changes_nothing():
    run(EVERYTHING)

    assert actions(FULL | {"advice": ""}, update=True) == [Action.UNCHANGED]
    assert PracticePage.objects.get().advice == "<p>Commencer petit.</p>"


def test_exact_records_empty_what_they_leave_out():
    run(EVERYTHING, publish=True)
    record = FULL | {"themes": ["Sauvegarde"]}

    assert actions(record, update=True, publish=True, exact=True) == [Action.UPDATE]
    sheet = PracticePage.objects.get()
    assert (sheet.advice, sheet.investment, sheet.audiences, sheet.steps.count()) == ("", None, [], 0)
    assert sheet.themes.get() == Theme.objects.get(slug="sauvegarde")
    assert actions(record, update=True, publish=True, exact=True) == [Action.UNCHANGED]


def test_sheet_in_review_is_left_to_its_reviewers(brest):
    run(FULL)
    sheet, user = PracticePage.objects.get(), UserFactory()
    ModeratorFactory()
    sheet.get_workflow().start(sheet, user)

    (problem,) = problems(FULL | {"need": "Autre."}, update=True, publish=True)

    assert problem.reason.startswith("Cette fiche est en relecture")


def test_moderator_does_not_publish_the_sheet_of_their_own_town(brest):
    user = ModeratorFactory()
    MembershipFactory(user=user, territory=brest, confirmed=True)

    assert actions(FULL, publish=True, user=user) == [Action.REFUSE]
    assert actions(FULL | {"territory": "01004", "co_bearers": "29019"}, publish=True, user=user) == [
        Action.REFUSE
    ]
    assert actions(FULL, user=user) == [Action.CREATE]
    assert actions(FULL | {"territory": "01004"}, publish=True, update=True, user=user) == [Action.REFUSE]


def test_history_says_who_imported():
    user = ModeratorFactory()
    run(FULL, publish=True, user=user)

    logged = PageLogEntry.objects.filter(page=PracticePage.objects.get().pk)
    assert set(logged.values_list("user", flat=True)) == {user.pk}
    assert Revision.objects.get().user == user


@pytest.mark.django_db(transaction=True)
def test_line_that_the_database_refuses_does_not_spoil_the_others(monkeypatch):
    """A collectivity leaves the directory while an import that has read it is under way."""
    monkeypatch.setattr(pipeline, "BATCH", 3)

    def rows():
        yield from (
            Row(n, FULL | {"external_id": f"a-{n}", "territory": "40249", "state": "x"}) for n in range(3)
        )
        Territory.objects.get(code="40249").delete()
        for n, code in enumerate(["29019", "40249", "01004"], 3):
            yield Row(n, FULL | {"external_id": f"b-{n}", "territory": code})

    outcomes = list(pipeline.run(rows(), ImportOptions(commit=True, publish=True)))

    assert [outcome.action for outcome in outcomes[3:]] == [Action.CREATE, Action.REFUSE, Action.CREATE]
    assert outcomes[4].problems == [Problem("", "La base de données n’a pas accepté cette ligne.")]
    assert sorted(PracticePage.objects.values_list("external_id", flat=True)) == ["b-3", "b-5"]
    assert tree_report() == 2


@pytest.mark.django_db(transaction=True)
def test_import_that_breaks_off_can_be_run_again(monkeypatch):
    monkeypatch.setattr(pipeline, "BATCH", 4)

    def rows(*, breaks_at=None):
        for n in range(10):
            if n == breaks_at:
                raise UnreadableFile("La suite de la feuille est abîmée.")
            yield Row(n, FULL | {"external_id": f"f-{n}", "title": f"Fiche {n}"})

    with pytest.raises(UnreadableFile):
        list(pipeline.run(rows(breaks_at=6), ImportOptions(commit=True)))
    assert PracticePage.objects.count() == 4

    again = list(pipeline.run(rows(), ImportOptions(commit=True)))

    assert [outcome.action for outcome in again] == [Action.SKIP] * 4 + [Action.CREATE] * 6
    assert tree_report() == 2


def test_queries_hardly_grow_with_the_lines():
    def count(number):
        rows = [LEAST | {"external_id": f"{number}-{n}", "title": f"{number}-{n}"} for n in range(number)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run(*rows, lenient=True, publish=True)
        return len(queries)

    few, many = count(10), count(60)

    # The reference index and the admin's search ask for each sheet; all the rest is said at once.
    assert (many - few) / 50 < 8
