"""Which association a sheet in review is for, and who has taken it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import TaskState, WorkflowState

from practices.fields import ChoiceListField
from practices.models import PracticePage, ReviewTaskState
from practices.territories.areas import REGIONS
from practices.territories.bands import BAND_LABELS
from practices.territories.choices import TerritoryKind

Band = models.TextChoices("Band", [(f"BAND_{value}", (value, label)) for value, label in BAND_LABELS.items()])
Region = models.TextChoices("Region", [(f"REGION_{code}", (code, name)) for code, name in REGIONS.items()])


class AssociationQuerySet(models.QuerySet):
    def of(self, user):
        """Those that this person moderates for."""
        return self.filter(group__user=user.pk) if user.is_active else self.none()


class Association(models.Model):
    """One of those that run the portal; its moderators are the members of its group."""

    name = models.CharField("nom", max_length=80, unique=True)
    group = models.OneToOneField(
        "auth.Group", models.PROTECT, related_name="association", verbose_name="groupe de ses modérateurs"
    )
    members = models.ManyToManyField(
        "territories.Territory", blank=True, related_name="+", verbose_name="collectivités adhérentes"
    )

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = "association"
        verbose_name_plural = "associations"
        ordering = ["name"]

    def __str__(self):
        return self.name


class SendingRule(models.Model):
    """Sends to one association the sheets of some collectivities: the first rule that fits decides."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="rules", verbose_name="association"
    )
    bands = ChoiceListField("strates de population", vocabulary=Band)
    kinds = ChoiceListField("types de collectivité", vocabulary=TerritoryKind)
    regions = ChoiceListField("régions", vocabulary=Region)
    members_only = models.BooleanField("seulement les adhérentes de l’association", default=False)
    order = models.PositiveSmallIntegerField(
        "ordre",
        default=10,
        help_text="La première règle qui convient décide, de la plus petite à la plus grande.",
    )

    class Meta:
        verbose_name = "règle d’envoi"
        verbose_name_plural = "règles d’envoi"
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.said} → {self.association}"

    def clean(self):
        if not (self.bands or self.kinds or self.regions or self.members_only):
            raise ValidationError("Choisissez au moins une strate, un type, une région ou les adhérentes.")

    @property
    def said(self):
        """What the rule asks for, in words."""
        lists = ((self.bands, Band), (self.kinds, TerritoryKind), (self.regions, Region))
        asked = [
            ", ".join(vocabulary(value).label for value in values) for values, vocabulary in lists if values
        ]
        return " · ".join([*asked, *(["Adhérentes"] if self.members_only else [])])

    def fits(self, lead) -> bool:
        """Whether a collectivity is one of those: any value of each list that is not empty."""
        return (
            (not self.bands or lead.band in self.bands)
            and (not self.kinds or lead.kind in self.kinds)
            and (not self.regions or lead.region_code in self.regions)
            and (not self.members_only or self.association.members.filter(pk=lead.pk).exists())
        )


IN_REVIEW = Q(review__status=TaskState.STATUS_IN_PROGRESS)
AT_THE_TOWN = Q(review__workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES)


class AssignmentQuerySet(models.QuerySet):
    def in_review(self):
        """Those that wait for the moderators."""
        return self.filter(IN_REVIEW)

    def at_the_town(self):
        """Those that wait for a correction of the town."""
        return self.filter(AT_THE_TOWN)

    def open(self):
        """Those whose review has not ended, whoever is waited for."""
        return self.filter(IN_REVIEW | AT_THE_TOWN)

    def with_past(self):
        """Annotates `was_returned` (sent again, corrected), `is_first` (its town has published nothing)."""
        earlier = ReviewTaskState.objects.filter(
            workflow_state=OuterRef("review__workflow_state"), pk__lt=OuterRef("review")
        )
        published = PracticePage.objects.filter(
            lead=OuterRef("practice__lead"), first_published_at__isnull=False
        )
        return self.annotate(was_returned=Exists(earlier), is_first=~Exists(published))


class Assignment(models.Model):
    """The place of a sheet on the moderators' desk, kept from one sending to the next."""

    practice = models.OneToOneField(
        PracticePage, models.CASCADE, related_name="assignment", verbose_name="fiche"
    )
    review = models.OneToOneField(
        ReviewTaskState, models.CASCADE, related_name="assignment", verbose_name="relecture"
    )
    association = models.ForeignKey(
        Association, models.SET_NULL, null=True, related_name="+", verbose_name="association"
    )  # none: for all of them
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="prise par"
    )
    taken_at = models.DateTimeField("prise le", null=True)

    objects = AssignmentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "répartition"
        verbose_name_plural = "répartitions"

    def __str__(self):
        return f"{self.practice_id}, {self.taken_by or self.association or 'à personne'}"
