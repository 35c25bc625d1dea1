"""Wagtail's group approval, bent to our rules: no second state machine."""

from django.core.exceptions import PermissionDenied
from django.db import models
from wagtail.models import AbstractGroupApprovalTask, TaskState

MODERATORS = "Les associations"  # how towns read of them: together, without names


class Verdict(models.TextChoices):
    APPROVED = "approuvee", "Publiée"
    CHANGES = "a-modifier", "Modifications demandées"
    REFUSED = "refusee", "Refusée"
    WITHDRAWN = "retiree", "Retirée par la collectivité"


class ReviewTaskStateQuerySet(models.QuerySet):
    def waiting(self):
        """Reviews that nobody has ended, the oldest first."""
        in_progress = self.filter(status=TaskState.STATUS_IN_PROGRESS)
        return in_progress.select_related("workflow_state__requested_by").order_by("started_at", "pk")

    def last_decided(self, keys) -> dict:
        """By the key of a sheet, of these, when moderators last decided on it; one query."""
        decided = self.filter(
            workflow_state__object_id__in=[str(key) for key in keys], finished_at__isnull=False
        ).exclude(verdict__in=["", Verdict.WITHDRAWN])
        last = decided.order_by().values_list("workflow_state__object_id").annotate(models.Max("finished_at"))
        return {int(key): at for key, at in last}


class ReviewTaskState(TaskState):
    """What was decided on one version; the reason is Wagtail's `comment`, the version its `revision`."""

    verdict = models.CharField("décision", max_length=12, choices=Verdict.choices, blank=True)

    objects = ReviewTaskStateQuerySet.as_manager()

    class Meta:
        verbose_name = "relecture"


class ReviewTask(AbstractGroupApprovalTask):
    """Asks the rules in every place where Wagtail asks the group alone."""

    task_state_class = ReviewTaskState

    class Meta:
        verbose_name = "relecture par les associations"
        verbose_name_plural = "relectures par les associations"

    @classmethod
    def is_moderator(cls, user):
        """Whether this person reviews sheets at all."""
        if not user.is_active:
            return False
        return user.is_superuser or cls.objects.filter(active=True, groups__user=user).exists()

    def locked_for_user(self, obj, user):
        from ..rules import has_stake  # here, because the rules import this model

        return super().locked_for_user(obj, user) or has_stake(user, obj.specific)

    def get_actions(self, obj, user):
        """None: no button or address of Wagtail's decides; who decides reads on the desk first."""
        return []

    def on_action(self, task_state, user, action_name, **kwargs):
        raise PermissionDenied("Une fiche se décide au bureau des modérateurs.")

    @classmethod
    def get_description(cls):
        return "Les membres des groupes choisis relisent, sauf les fiches de leur propre collectivité."
