"""The demonstration sheets: loaded and removed by commands, nothing else touched."""

import csv
import datetime
import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

import practices
from portal.pages import starter_site
from practices.checks import check_no_example_is_live
from practices.importing import examples
from practices.models import PracticePage, Programme
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.writing import note
from practices.reuse.examples import read_reuses
from practices.reuse.models import Reuse
from practices.territories.models import Territory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import TerritoryFactory

DIRECTORY = Path(practices.__file__).parent / "territories/data/territories.csv.gz"
SHEETS = examples.read_examples()

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """The starter site, and of the directory what the examples name."""
    starter_site.build()
    named = {code for sheet in SHEETS for code in [sheet["territory"], *sheet.get("co_bearers", [])]}
    with gzip.open(DIRECTORY, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["code"] in named:
                TerritoryFactory(code=row["code"], name=row["name"], kind=row["kind"])


def command(name, *args):
    out, code = StringIO(), 0
    try:
        call_command(name, *args, stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().splitlines()


def test_every_example_is_loaded_published_and_marked(site):
    assert command("load_examples") == (0, [f"{len(SHEETS)}\u00a0fiches créées."])

    sheets = PracticePage.objects.all()
    assert {sheet.external_id for sheet in sheets} == {sheet["external_id"] for sheet in SHEETS}
    assert set(sheets.values_list("is_example", "live", "source")) == {(True, True, "exemples")}
    assert [sheet.title for sheet in sheets if not sheet.is_complete] == []
    assert Page.find_problems() == ([], [], [], [], [])
    dates = {timezone.localdate(sheet.first_published_at) for sheet in sheets}
    assert max(dates) <= timezone.localdate()
    assert len(dates) > len(SHEETS) / 2
    assert all(timezone.localdate(sheet.first_published_at) >= sheet.state_date for sheet in sheets)


def test_partner_abroad_is_added_once_and_left_alone(site):
    list(examples.load_examples())
    Territory.objects.filter(code="x-shawinigan").update(population=40_000)
    list(examples.load_examples())

    partner = Territory.objects.get(code="x-shawinigan")
    assert (partner.label, partner.population, partner.in_directory) == ("Shawinigan (Canada)", 40_000, False)
    assert partner.area_paths == ["etranger"]


def test_reuses_between_examples_are_loaded_once_and_go_with_them(site):
    for _ in range(2):
        list(examples.load_examples())
    loaded = Reuse.objects.count()

    command("remove_examples")

    assert loaded == len(read_reuses())
    assert not Reuse.objects.exists()


def test_second_run_does_nothing(site, django_assert_max_num_queries):
    command("load_examples")
    PracticePage.objects.filter(external_id=SHEETS[0]["external_id"]).update(live=False)

    with django_assert_max_num_queries(1):
        assert command("load_examples") == (0, ["Les fiches d’exemple sont déjà chargées."])
    assert PracticePage.objects.live().count() == len(SHEETS) - 1


def test_loading_what_has_not_changed_makes_no_version(site):
    list(examples.load_examples())
    versions = Revision.objects.count()

    list(examples.load_examples())

    assert Revision.objects.count() == versions


def test_missing_vocabulary_is_said_and_tried_again(site):
    title = next(sheet["title"] for sheet in SHEETS if "France Relance" in sheet.get("programmes", []))
    Programme.objects.get(name="France Relance").delete()

    code, lines = command("load_examples")

    assert code == 1
    assert any(line.startswith(title) and "France Relance" in line for line in lines)
    Programme.objects.create(name="France Relance", slug="france-relance")
    assert command("load_examples")[0] == 0
    assert PracticePage.objects.count() == len(SHEETS)


def test_removing_takes_the_examples_and_nothing_else(site):
    kept = PracticeFactory(published=True)
    pages = set(Page.objects.values_list("pk", flat=True))
    command("load_examples")

    assert command("remove_examples") == (0, [f"{len(SHEETS)}\u00a0fiches d’exemple retirées."])
    assert list(PracticePage.objects.all()) == [kept]
    assert set(Page.objects.values_list("pk", flat=True)) == pages
    assert Page.find_problems() == ([], [], [], [], [])
    assert command("remove_examples") == (0, ["Il n’y a pas de fiche d’exemple."])


def test_removed_examples_come_back_only_when_asked(site):
    command("load_examples")
    command("remove_examples")

    assert command("load_examples", "--once")[1] == ["Les fiches d’exemple sont déjà chargées."]
    assert command("load_examples")[1] == [f"{len(SHEETS)}\u00a0fiches créées."]


def test_without_a_site_loading_says_what_to_do(db):
    code, lines = command("load_examples")

    assert code == 2
    assert "starter_site" in lines[0]


def test_production_warns_while_an_example_is_live():
    example = PracticeFactory(example=True)

    (warning,) = check_no_example_is_live(None)
    assert warning.id == "practices.W001"
    assert "(1)" in warning.msg
    example.unpublish()
    assert check_no_example_is_live(None) == []


def test_publication_dates_are_always_the_same():
    sheet = {"external_id": "exemple-001", "state_date": "2024-01-10"}

    date = examples._publication_date(sheet)

    assert date == examples._publication_date(sheet)
    assert datetime.date(2024, 1, 10) <= timezone.localdate(date) <= datetime.date(2024, 3, 10)


def test_each_load_leaves_the_same_co_bearer_unanswered_unless_it_answered(site):
    [*examples.load_examples()]
    [waiting] = Bearing.objects.unanswered()
    another = Bearing.objects.exclude(pk=waiting.pk).first()
    Bearing.objects.filter(pk=another.pk).update(answer=Answer.WAITING)  # as an older load left it

    [*examples.load_examples()]
    assert [*Bearing.objects.unanswered()] == [waiting]

    note(waiting, user=ModeratorFactory(), verdict=Answer.DECLINED)
    [*examples.load_examples()]
    assert [*Bearing.objects.unanswered()] == []
    waiting.refresh_from_db()
    assert waiting.answer == Answer.DECLINED
    assert mail.outbox == []
