"""The collectivities of a sheet that goes bear the one that stays."""

from django.utils import timezone

from practices.mutualisation.models import Answer, Bearing


def bear(kept, territories):
    """Name these collectivities on the sheet, as published and as drafted, and take their word as given."""
    territories = [territory for territory in territories if territory.pk != kept.lead_id]
    _confirm(kept, territories)  # first: a collectivity that has answered is not asked by the next version
    draft = kept.get_latest_revision_as_object()  # `kept` itself when nothing waits to be published
    has_draft = kept.has_unpublished_changes
    if has_draft:
        kept.co_bearers.add(*territories)
        kept.save()
    draft.co_bearers.add(*territories)
    version = draft.save_revision(clean=False)  # of nobody: a merge is no writing of the moderator's
    if not has_draft:
        version.publish(skip_permission_checks=True)


def _confirm(kept, territories):
    for territory in territories:
        bearing, _ = Bearing.objects.get_or_create(practice=kept, territory=territory)
        bearing.answer, bearing.answered_at = Answer.CONFIRMED, timezone.now()
        bearing.save(update_fields=["answer", "answered_at"])
