import pytest

from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, ThemeFactory, practice_index, review_workflow
from tests.factories.territories import MembershipFactory, TerritoryFactory


@pytest.fixture
def territory(db):
    return TerritoryFactory(name="Luzy", code="58149", department_code="58")


@pytest.fixture
def member(territory):
    """Somebody who speaks for the territory."""
    return MembershipFactory(territory=territory, confirmed=True, user__email="mairie@luzy.example").user


@pytest.fixture
def colleague(territory):
    return MembershipFactory(territory=territory, confirmed=True).user


@pytest.fixture
def stranger(db):
    return UserFactory()


@pytest.fixture
def moderator(db):
    return ModeratorFactory()


@pytest.fixture
def place(db):
    """Where sheets go: their parent and the review."""
    review_workflow()
    return practice_index()


@pytest.fixture
def town(client, member, place):
    """A browser in which the member is logged in."""
    client.force_login(member)
    return client


@pytest.fixture
def answers(territory, place):
    """A complete quick form, as a browser posts it."""
    return {
        "lead": territory.pk,
        "title": "Partager un informaticien",
        "summary": "Trois communes emploient ensemble un informaticien.",
        "themes_0": ThemeFactory().pk,
        "themes_1": "",
        "themes_2": "",
        "mutualisation": "service-commun",
        "need": "Personne pour réparer.",
        "actions": "Un poste **partagé**\u00a0:\n\n- lundi à Luzy\n- mardi ailleurs",
        "state": "en-service",
        "state_date": "01/03/2026",
        "lessons": "Commencer sans convention.",
        "contact_function": "Secrétariat général",
        "contact_email": "mairie@luzy.example",
        "seen": "",
        "key": "6f1a7c1e-8a39-4a0e-9d86-0d5f3e0f9a11",
    }
