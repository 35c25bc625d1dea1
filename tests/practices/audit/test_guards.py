"""The database itself refuses; on PostgreSQL too, when the tests run there."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from practices.audit import guards
from practices.audit.models import KEPT, Entry
from practices.audit.recording import record
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guarded(db):
    guards.install(connection)


@pytest.fixture
def entry():
    user = UserFactory()
    return record("review.submit", user, user=user)


def aged(days):
    return Entry.objects.create(
        action="review.submit", model="a.b", object_key="1", at=timezone.now() - timedelta(days=days)
    )


@pytest.mark.parametrize("days", [0, 179, 181, 4000])
def test_line_is_never_changed(days):
    line = aged(days)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=line.pk).update(action="review.withdraw")


@pytest.mark.parametrize("days", [0, 179])
def test_line_is_not_deleted(days):
    line = aged(days)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        line.delete()


def test_line_is_refused_to_sql_too(entry):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_entry")


def execute(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("rest", ["", " RESTART IDENTITY CASCADE"])
def test_table_is_not_truncated(entry, rest):
    with pytest.raises(IntegrityError, match="append-only"):
        execute(f"TRUNCATE audit_entry{rest}")

    assert list(Entry.objects.all()) == [entry]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("days", [0, 4000])
def test_line_is_not_replaced(days):
    line = aged(days)

    with pytest.raises(IntegrityError, match="append-only"):
        execute(
            "INSERT OR REPLACE INTO audit_entry (id, at, action, model, object_key) "
            "SELECT id, at, 'review.withdraw', model, object_key FROM audit_entry WHERE id = %s",
            line.pk,
        )

    assert Entry.objects.get(pk=line.pk).action == "review.submit"


def test_line_is_not_changed_by_writing_it_again(entry):
    """What Django makes ON CONFLICT DO UPDATE of."""
    entry.action = "review.withdraw"

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["id"], update_fields=["action"]
        )

    assert Entry.objects.get(pk=entry.pk).action == "review.submit"


def test_flush_is_refused(entry):
    """As on a site in service: all its tables would be emptied, the audit with them."""
    with pytest.raises(CommandError), transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)

    assert list(Entry.objects.all()) == [entry]


def test_old_lines_are_forgotten_and_no_other(entry):
    aged(KEPT.days + 1)
    young = aged(KEPT.days - 1)

    Entry.objects.forget()

    assert set(Entry.objects.all()) == {entry, young}


def test_guards_are_taken_away_and_put_back(entry):
    guards.remove(connection)
    Entry.objects.all().update(action="review.withdraw")
    guards.install(connection)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.all().update(action="review.submit")
