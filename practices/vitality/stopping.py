"""A published sheet says at once that its practice stopped.

Not through `review.decide()`: two fields, that their collectivity signs, wait for nobody. The version under
way says it too, so that publishing it does not take the fact back; all else of it stays, its review and its
comments. A later version may say otherwise: its collectivity writes it, moderators read it.
"""

from django.db import transaction

from practices.choices import State
from practices.drafts import locked


def record_stop(practice, *, on, user=None) -> None:
    """The published sheet and its version under way are stopped since this day; history has both."""
    _say(practice, State.STOPPED, on, user)


def take_stop_back(practice, *, state, on, user=None) -> None:
    """They say again what the published one said; a version under way that says otherwise by now is left."""
    _say(practice, state, on, user, instead_of=State.STOPPED)


@transaction.atomic
def _say(practice, state, on, user, instead_of=None):
    practice = locked(practice)
    under_way = practice.get_latest_revision_as_object() if practice.has_unpublished_changes else None
    practice.state, practice.state_date = state, on
    version = practice.save_revision(user=user, changed=False, clean=False, log_action=True)
    practice.live_revision = version
    practice.save(update_fields=["state", "state_date", "live_revision"], clean=False)
    if under_way:
        if instead_of in (None, under_way.state):
            under_way.state, under_way.state_date = state, on
        under_way.save_revision(user=user, clean=False, log_action=True)
