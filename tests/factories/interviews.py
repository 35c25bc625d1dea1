"""Sheets that a moderator writes from a call."""

import datetime
import uuid

from practices.choices import Mutualisation, State
from practices.drafts import save_draft
from practices.interviews.signatory import Signatory
from practices.interviews.writing import start

from .practices import ModeratorFactory, ThemeFactory, practice_index, review_workflow
from .territories import TerritoryFactory


def begin_interview(territory=None, *, moderator=None, **told):
    """A call that was just begun: the sheet holds the contact alone."""
    review_workflow()
    practice_index()
    told = {
        "key": uuid.uuid4(),
        "called_on": datetime.date(2026, 11, 12),
        "person": "Anne Petit",
        "function": "Secrétaire de mairie",
        "email": "mairie@luzy.example",
    } | told
    return start(moderator or ModeratorFactory(), territory=territory or TerritoryFactory(), **told)


def write_from(interview, **data):
    """The moderator types all that the quick form asks."""
    told = {
        "title": "Partager un informaticien",
        "summary": "Trois communes emploient ensemble un informaticien.",
        "themes": [ThemeFactory()],
        "mutualisation": Mutualisation.SHARED_SERVICE,
        "need": "<p>Personne pour réparer.</p>",
        "actions": "<p>Un poste partagé.</p>",
        "state": State.RUNNING,
        "lessons": "<p>Commencer sans convention.</p>",
    } | data
    return save_draft(interview.practice, user=interview.moderator, data=told)


def holder(interview):
    """Whoever holds the last link that was sent."""
    return Signatory(interview.pk, interview.link)
