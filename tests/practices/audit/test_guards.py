"""The database itself refuses; on PostgreSQL too, when the tests run there."""

from datetime import timedelta

import pytest
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
