"""Who may do what with a sheet. Predicates only: they touch nothing.

A moderator is a member of a group of the review task, or an administrator. Nobody decides on a sheet of a
collectivity that they belong to, or that they wrote: administrators too. What a moderator corrects while the
sheet is in review is part of the review, not writing.
"""

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Revision, WorkflowState

from practices.territories.models import Membership
from practices.territories.rules import is_referent

from .interviews.rules import holds_link, writes_from_call
from .models.review import ReviewTask, ReviewTaskState
from .mutualisation.models import Bearing

PROPOSED = "latest_revision__content__"
is_moderator = ReviewTask.is_moderator


def is_member(user, territory_id) -> bool:
    """Whether this person speaks for the collectivity."""
    if not user.is_active or territory_id is None:
        return False
    return Membership.objects.confirmed().for_user(user).for_territory(territory_id).exists()


def speaks_for_town(writer, practice) -> bool:
    """Whether what this writer sends is the town's word: a member, or the holder of the link to sign."""
    return is_member(writer, practice.lead_id) or holds_link(writer, practice)


def can_write(writer, practice) -> bool:
    """Whether this is somebody who tells this sheet: the town, or those of its interview."""
    return is_member(writer, practice.lead_id) or writes_from_call(writer, practice)


def can_edit(writer, practice) -> bool:
    """Change the draft, from the town's side; what is in review or archived rests."""
    return not practice.is_archived and not practice.workflow_in_progress and can_write(writer, practice)


def can_change_lead(user, practice) -> bool:
    """Give the sheet to another collectivity of theirs: whoever began it, or a referent of its own."""
    if not is_member(user, practice.lead_id):
        return False
    return practice.owner_id == user.pk or is_referent(user, practice.lead_id)


def can_submit(user, practice) -> bool:
    """Send the draft to the moderators; what it lacks is another question."""
    return _has_to_send(user, practice) and not needs_referent(user, practice)


def can_call_referents(user, practice) -> bool:
    """Ask the referents of one's collectivity to send the draft, where it leaves that to them."""
    return (
        _has_to_send(user, practice) and is_member(user, practice.lead_id) and needs_referent(user, practice)
    )


def _has_to_send(user, practice):
    """Whether the town has something that was not published, which this person may change."""
    has_something_new = not practice.live or practice.has_unpublished_changes
    return has_something_new and speaks_for_town(user, practice) and can_edit(user, practice)


def needs_referent(user, practice) -> bool:
    """Whether the collectivity wants one of its referents to send its sheets, and this person is none."""
    lead = practice.lead
    return lead is not None and lead.referents_submit and not is_referent(user, lead.pk)


def was_never_sent(practice) -> bool:
    """Whether only the town has seen this sheet."""
    return (
        not practice.first_published_at
        and not WorkflowState.objects.filter(object_id=str(practice.pk)).exists()
    )


def can_withdraw(user, practice) -> bool:
    """Take the sheet back from the review; a moderator without a stake may do it on behalf of the town."""
    if not practice.workflow_in_progress:
        return False
    return is_member(user, practice.lead_id) or (is_moderator(user) and not has_stake(user, practice))


def can_view_draft(user, practice) -> bool:
    """Read what is not published: the town, those that confirmed bearing it too, the moderators."""
    return user.is_active and (is_moderator(user) or bool(speaks_for(user, practice)))


def can_review(user, practice) -> bool:
    """Decide on the version in review."""
    task = practice.current_workflow_task
    if not isinstance(task, ReviewTask) or not user.is_active:
        return False
    if not (user.is_superuser or task.groups.filter(user=user).exists()):
        return False
    return not has_stake(user, practice)


def has_stake(user, practice) -> bool:
    """Whether this person wrote the sheet, or belongs to a collectivity that bears it (or will)."""
    return practice.pk in stakes(user, [practice])


def stakes(user, practices) -> set[int]:
    """The keys of those of these sheets that the person has a stake in; the same queries for one or many."""
    keys = [practice.pk for practice in practices]
    written = set(_written_by(user, keys).values_list("object_id", flat=True))
    spoken_for = set(Membership.objects.confirmed().for_user(user).values_list("territory", flat=True))
    bearers = bearer_ids(keys)
    return {
        practice.pk
        for practice in practices
        if practice.owner_id == user.pk or str(practice.pk) in written or bearers[practice.pk] & spoken_for
    }


def _written_by(user, keys):
    """The versions that this person wrote outside the reviews."""
    reviews = ReviewTaskState.objects.filter(
        Q(finished_at=None) | Q(finished_at__gt=OuterRef("created_at")),
        workflow_state__object_id=OuterRef("object_id"),
        started_at__lt=OuterRef("created_at"),
    )
    versions = Revision.page_revisions.filter(user_id=user.pk, object_id__in=[str(key) for key in keys])
    return versions.exclude(Exists(reviews))


def bearer_ids(keys) -> dict[int, set[int]]:
    """The collectivities that each sheet names, as published and as its last version proposes."""
    bearers = _lead_ids(keys)
    stored = _stored(keys)
    for key, co_bearer in stored.values_list("pk", "co_bearers"):
        bearers[key] |= {co_bearer} - {None}
    for key, co_bearers in stored.values_list("pk", f"{PROPOSED}co_bearers"):
        bearers[key] |= set(co_bearers or [])
    return bearers


def _lead_ids(keys):
    leads = _stored(keys).values_list("pk", "lead", f"{PROPOSED}lead")
    found = {key: set() for key in keys}
    return found | {key: set(pair) - {None} for key, *pair in leads}


def _stored(keys):
    from .models.practice import PracticePage  # here, because the model asks these rules

    return PracticePage.objects.filter(pk__in=keys)


def speaks_for(user, practice) -> set[int]:
    """For which of the collectivities that may read the draft this person speaks: leads, and confirmed."""
    mine = set(Membership.objects.confirmed().for_user(user).values_list("territory", flat=True))
    confirmed = Bearing.objects.confirmed().filter(practice=practice.pk, territory__in=mine)
    named = bearer_ids([practice.pk])[practice.pk]
    leads = mine & _lead_ids([practice.pk])[practice.pk]
    return leads | (named & set(confirmed.values_list("territory", flat=True)))
