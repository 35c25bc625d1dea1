"""Who speaks for which association."""

import pytest

from portal.desk.figures.associations import speakers
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory

pytestmark = pytest.mark.django_db


def test_moderators_speak_for_their_association():
    first, second = ModeratorFactory(), ModeratorFactory(association="Villes Internet")
    UserFactory(superuser=True)

    assert speakers() == {first.pk: "Villes de France", second.pk: "Villes Internet"}


def test_moderator_of_both_counts_for_one():
    moderator = ModeratorFactory()
    moderator.groups.add(*ModeratorFactory(association="Villes Internet").groups.all())

    assert speakers()[moderator.pk] in {"Villes de France", "Villes Internet"}
