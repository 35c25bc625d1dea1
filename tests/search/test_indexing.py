from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from practices.models import PracticePage
from search import indexing
from search.engines.base import SearchQuery, SearchUnavailable
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory, ProgrammeFactory, ThemeFactory
from tests.factories.reuse import ReuseFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def indexed():
    return list(indexing.engine().scan(SearchQuery()))


def test_published_sheet_is_indexed_and_leaves_no_row(index):
    practice = PracticeFactory(published=True)

    index()

    assert indexed() == [practice.pk]
    assert not IndexEntry.objects.exists()


def test_draft_is_not_indexed(index):
    PracticeFactory()

    index()

    assert indexed() == []


@pytest.mark.parametrize("change", ["unpublish", "delete", "archive"])
def test_withdrawn_sheet_leaves_the_index(index, change):
    practice = PracticeFactory(published=True)
    index()

    if change == "archive":
        practice.archived_at = timezone.now()
        practice.save()
    else:
        getattr(practice, change)()
    index()

    assert indexed() == []


@pytest.mark.django_db(transaction=True)
def test_published_sheet_is_found_right_after_the_commit(own_folder):
    indexing.rebuild()

    practice = PracticeFactory(published=True)

    assert indexed() == [practice.pk]


@pytest.mark.django_db(transaction=True)
def test_rolled_back_publication_is_not_queued(own_folder):
    indexing.rebuild()

    with pytest.raises(RuntimeError), transaction.atomic():
        PracticeFactory(published=True)
        raise RuntimeError

    assert indexed() == []
    assert not IndexEntry.objects.exists()


def test_failed_write_keeps_the_rows_and_backs_off(own_folder):
    """No index was built: the engine refuses, nothing is lost, and the sheet is found once there is one."""
    practice = PracticeFactory(published=True)
    waiting = IndexEntry.objects.count()

    with pytest.raises(SearchUnavailable):
        indexing.drain()

    rows = IndexEntry.objects.all()
    assert len(rows) == waiting
    assert {row.tries for row in rows} == {1}
    assert all("rebuild_index" in row.error for row in rows)
    assert all(row.next_try > timezone.now() for row in rows)
    assert indexing.drain() == 0  # not due yet

    indexing.rebuild()

    assert indexed() == [practice.pk]
    assert not IndexEntry.objects.exists()


def test_back_off_doubles_up_to_five_minutes(own_folder):
    PracticeFactory(published=True)
    IndexEntry.objects.update(tries=30)

    with pytest.raises(SearchUnavailable):
        indexing.drain()

    delay = IndexEntry.objects.first().next_try - timezone.now()
    assert timedelta(minutes=4) < delay <= timedelta(minutes=5)


def test_later_batch_has_a_higher_version_even_for_a_row_committed_late(index, monkeypatch):
    """A transaction may insert its row first and commit last: its change must not count as an old one."""
    practice = PracticeFactory(published=True)
    late, early = IndexEntry(pk=10_000, key=practice.pk), IndexEntry(pk=10_001, key=practice.pk)
    seen = []
    engine = indexing.engine()
    write = engine.write
    monkeypatch.setattr(engine, "write", lambda *args, **options: (seen.append(args[2]), write(*args)))

    for row in (early, late):
        IndexEntry.objects.all().delete()
        row.save(force_insert=True)
        indexing.drain()

    (first, second) = (versions[practice.pk] for versions in seen)
    assert first < second


def test_rebuild_forgets_what_is_gone_and_replays_what_changed_meanwhile(index, monkeypatch):
    gone, kept = PracticeFactory(published=True), PracticeFactory(published=True)
    index()
    PracticePage.objects.filter(pk=gone.pk).update(live=False)  # behind the back of the signals

    def documents():
        yield from indexing.documents(PracticePage.objects.filter(pk=kept.pk))
        documents.late = PracticeFactory(published=True)

    monkeypatch.setattr(indexing, "documents", _first_call(documents, indexing.documents))
    count = indexing.rebuild()

    assert count == 1
    assert indexed() == [kept.pk, documents.late.pk]


def _first_call(first, rest):
    calls = []

    def call(*args, **kwargs):
        calls.append(1)
        return first() if len(calls) == 1 else rest(*args, **kwargs)

    return call


# Every source that a document names, changed once, queues the sheet.


@pytest.fixture
def sheet(index):
    theme = ThemeFactory(name="Réseaux", parent=ThemeFactory(name="Infrastructures"))
    practice = PracticeFactory(
        published=True,
        themes=[theme],
        programmes=[ProgrammeFactory()],
        confirmed_bearers=[TerritoryFactory(name="Voisine")],
    )
    index()
    return practice


def rename(thing):
    thing.name = "Nouveau nom"
    thing.save()


CHANGES = {
    "theme": lambda sheet: rename(sheet.themes.get()),
    "parent theme": lambda sheet: rename(sheet.themes.get().parent),
    "programme": lambda sheet: rename(sheet.programmes.get()),
    "lead": lambda sheet: rename(sheet.lead),
    "co-bearer": lambda sheet: rename(sheet.co_bearers.get()),
    "reuse": lambda sheet: ReuseFactory(practice=sheet),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_of_a_source_queues_the_sheet(sheet, name):
    CHANGES[name](sheet)

    assert list(IndexEntry.objects.values_list("key", flat=True).distinct()) == [sheet.pk]


def test_renamed_lead_is_found_by_its_new_name(sheet, index):
    sheet.lead.name = "Kerlouan"
    sheet.lead.save()
    index()

    assert indexing.engine().count() == 1
    document = next(indexing.documents())
    assert document.who.startswith("Kerlouan")


@pytest.mark.django_db(transaction=True)
def test_row_is_written_with_the_change_or_not_at_all(own_folder, monkeypatch):
    """Where the queue cannot be written, the sheet is not published either."""
    practice = PracticeFactory()
    monkeypatch.setattr(IndexEntry.objects, "queue", _fail, raising=False)

    with pytest.raises(RuntimeError):
        practice.get_latest_revision().publish()

    assert not PracticePage.objects.get(pk=practice.pk).live


def _fail(*args):
    raise RuntimeError("no room")
