"""The practice sheet: a Wagtail page, so drafts, revisions, workflow and previews are Wagtail's."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page, PageManager

from practices.territories.inhabitants import inhabitants_of

from ..choices import Audience, CostBand, Evaluation, Evidence, Licence, Mutualisation, State, cost_band
from ..fields import ChoiceListField, SheetTextField
from ..mutualisation.models import Answer
from ..panels import practice_edit_handler
from ..permissions import PracticeIndexPermissionTester, PracticePermissionTester
from ..plain_text import fold, html_to_text
from ..resolved_comments import keep_resolved
from ..vitality.known import vitality_of
from .practice_queryset import PracticeQuerySet

SLUG_LENGTH = 80
APOSTROPHES = re.compile(r"['’]")
THEME_LIMIT = 3
UNTITLED = "Fiche sans titre"  # Wagtail wants a title; the form shows it as empty


def slug_of(title):
    """The words of a title as an address, cut after a whole word: « L’école » gives "l-ecole"."""
    slug = slugify(APOSTROPHES.sub(" ", title))
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug or "fiche"


class PracticeIndexPage(Page):
    """The one parent of all sheets; its own address is answered by the search."""

    subpage_types = ["practices.PracticePage"]
    max_count = 1
    private_page_options = []  # what is published is public

    class Meta:
        verbose_name = "rubrique des fiches"
        verbose_name_plural = "rubriques des fiches"

    def permissions_for_user(self, user):
        return PracticeIndexPermissionTester(user, self)


class PracticePage(Page):
    # 1. Identity
    summary = models.TextField(
        "résumé",
        blank=True,
        max_length=300,
        validators=[MaxLengthValidator(300)],
        help_text="Une phrase, 300 caractères au plus.",
    )
    image = models.ForeignKey(
        "files.SheetFile",
        verbose_name="image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(
        "ce que montre l’image",
        max_length=200,
        blank=True,
        help_text="Pour les personnes qui ne la voient pas.",
    )
    image_credit = models.CharField("crédit de l’image", max_length=120, blank=True)
    themes = ParentalManyToManyField(
        "practices.Theme", verbose_name="thèmes", blank=True, related_name="practices"
    )
    keywords = models.CharField(
        "mots-clés", max_length=200, blank=True, help_text="Séparés par des virgules."
    )
    audiences = ChoiceListField("publics concernés", vocabulary=Audience)

    # 2. Who
    lead = models.ForeignKey(
        "territories.Territory",
        verbose_name="collectivité porteuse",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
    )
    co_bearers = ParentalManyToManyField(
        "territories.Territory",
        verbose_name="collectivités associées",
        blank=True,
        related_name="shared_practices",
    )
    partners = models.TextField("partenaires", blank=True, help_text="Un par ligne.")
    contact_function = models.CharField(
        "fonction du contact",
        max_length=120,
        blank=True,
        help_text="Par exemple : direction des systèmes d’information. Pas de nom de personne.",
    )
    contact_email = models.EmailField(
        "adresse électronique du contact", blank=True, help_text="Elle n’est jamais affichée."
    )
    contact_phone = models.CharField("téléphone du service", max_length=30, blank=True)
    contact_phone_public = models.BooleanField("afficher le téléphone", default=False)

    # 3. Mutualisation
    mutualisation = models.CharField(
        "forme de mutualisation", max_length=40, blank=True, choices=Mutualisation.choices, db_index=True
    )
    collectivities_count = models.PositiveIntegerField("nombre de collectivités", null=True, blank=True)
    inhabitants_covered = models.PositiveIntegerField("nombre d’habitants concernés", null=True, blank=True)
    cost_sharing = SheetTextField("partage des coûts")
    governance = SheetTextField("gouvernance")
    open_to_partners = models.BooleanField("ouverte à d’autres collectivités", default=False)
    partners_until = models.DateField("recherche de partenaires jusqu’au", null=True, blank=True)

    # 4. Story
    need = SheetTextField("le besoin de départ")
    actions = SheetTextField("ce qui a été fait")
    state = models.CharField("état", max_length=20, blank=True, choices=State.choices, db_index=True)
    state_date = models.DateField("date de cet état", null=True, blank=True)
    started_on = models.DateField("date de démarrage", null=True, blank=True)
    setup_months = models.PositiveSmallIntegerField("durée de mise en place (mois)", null=True, blank=True)

    # 5. Means; amounts in euros
    investment = models.PositiveIntegerField("investissement (€)", null=True, blank=True)
    running_cost = models.PositiveIntegerField("coût annuel de fonctionnement (€)", null=True, blank=True)
    chosen_cost_band = models.CharField(
        "ordre de grandeur du coût",
        max_length=20,
        blank=True,
        choices=CostBand.choices,
        help_text="Seulement si les montants ne sont pas connus.",
    )
    staffing = models.TextField("moyens humains", blank=True)
    financing = models.TextField("financement", blank=True)
    programmes = ParentalManyToManyField(
        "practices.Programme", verbose_name="programmes", blank=True, related_name="practices"
    )

    # 6. Results
    evaluation = models.CharField("évaluation", max_length=10, blank=True, choices=Evaluation.choices)

    # 7. Transfer
    conditions = SheetTextField("conditions de réussite")
    difficulties = SheetTextField("difficultés rencontrées")
    lessons = SheetTextField("ce que nous ne referions pas")
    advice = SheetTextField("conseils")
    vigilance = SheetTextField("points d’attention", help_text="RGPD, RGAA, cybersécurité, éco-conception.")
    licence = models.CharField("licence", max_length=30, choices=Licence.choices, default=Licence.OPEN)

    # 8. Life
    source = models.CharField("origine de l’import", max_length=60, blank=True, editable=False)
    external_id = models.CharField("identifiant d’origine", max_length=120, blank=True, editable=False)
    is_example = models.BooleanField("exemple inventé", default=False, editable=False, db_index=True)
    archived_at = models.DateTimeField("archivée le", null=True, blank=True, editable=False)
    plain_text = models.TextField(editable=False, default="")

    objects = PageManager.from_queryset(PracticeQuerySet)()

    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = []
    private_page_options = []
    edit_handler = practice_edit_handler

    # What the quick form asks, in its order: one list for submit, completeness and import.
    QUICK_FIELDS = (
        "title",
        "summary",
        "themes",
        "lead",
        "mutualisation",
        "state",
        "need",
        "actions",
        "lessons",
        "contact_function",
        "contact_email",
    )
    RICH_FIELDS = (
        "need",
        "actions",
        "cost_sharing",
        "governance",
        "conditions",
        "difficulties",
        "lessons",
        "advice",
        "vigilance",
    )

    class Meta:
        verbose_name = "fiche"
        verbose_name_plural = "fiches"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="unique_external_id_in_source",
            )
        ]

    @transaction.atomic  # what listens to the save writes its rows with it, or not at all
    def save(self, *args, **kwargs):
        self.plain_text = fold(" ".join(self.text_parts()))
        keep_resolved(self)
        super().save(*args, **kwargs)

    def with_content_json(self, content):
        """A version says nothing of the archives: opened or published, it neither enters nor leaves them."""
        practice = super().with_content_json(content)
        practice.archived_at = self.archived_at
        return practice

    def full_clean(self, *args, **kwargs):
        self._follow_title()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        """What Wagtail checks of a draft."""
        self._follow_title()
        super().minimal_clean()

    def clean(self):
        super().clean()
        if self.state_date and self.state_date > datetime.date.today():
            raise ValidationError(
                {"state_date": "La date de l’état est à venir. Donnez une date passée ou celle du jour."}
            )
        if self.contact_phone_public and not self.contact_phone:
            raise ValidationError(
                {"contact_phone": "Écrivez le numéro à afficher, ou décochez « afficher le téléphone »."}
            )
        if self.image_id and not self.image_alt:
            raise ValidationError({"image_alt": "Décrivez l’image en quelques mots."})

    @property
    def confirmed_bearers(self):
        """Of the collectivities that this version names, those that confirmed that they bear the sheet."""
        named = list(self.co_bearers.all())
        if not named or not self.pk:
            return []
        confirmed = {row.territory_id for row in self.bearings.all() if row.answer == Answer.CONFIRMED}
        return [territory for territory in named if territory.pk in confirmed]

    @cached_property
    def counted_inhabitants(self):
        """Of the lead and those that bear the sheet with it, each once; None while it bears it alone."""
        others = self.confirmed_bearers
        return inhabitants_of([self.lead, *others]) if self.lead and others else None

    @property
    def inhabitants(self):
        """How many are concerned: as the town says, since it may know better, else as counted."""
        return self.counted_inhabitants if self.inhabitants_covered is None else self.inhabitants_covered

    @property
    def origins(self):
        """The reuses that this sheet tells, of sheets that are still published."""
        return list(self.inspirations.of_published())

    @property
    def is_archived(self):
        return self.archived_at is not None

    @property
    def is_findable(self):
        """Whether a search shows it: see `findable()`."""
        return self.live and not self.is_archived

    @property
    def standing_archiving(self):
        """Why the sheet is archived; None when it is not, or nobody said."""
        return self.archivings.standing().first()

    @property
    def cost(self):
        """Investment and one year's running, in euros; None when neither is known."""
        amounts = [amount for amount in (self.investment, self.running_cost) if amount is not None]
        return sum(amounts) if amounts else None

    @property
    def cost_band(self):
        """Computed where an amount is given, else as chosen."""
        if self.cost is not None:
            return cost_band(self.cost)
        return CostBand(self.chosen_cost_band or CostBand.UNKNOWN)

    @property
    def cost_per_inhabitant(self):
        """Euros for one inhabitant concerned (of the lead collectivity when that is not known), or None."""
        people = self.inhabitants or (self.lead.population if self.lead else None)
        return self.cost / people if self.cost is not None and people else None

    @property
    def year(self):
        """The year of the start, else that of the state; None when neither is dated."""
        date = self.started_on or self.state_date
        return date.year if date else None

    @property
    def evidence(self):
        """The highest level of evidence reached and its reason."""
        if number := len(self.reuses.all()):
            return Evidence.REUSED, f"par {number}\u00a0collectivité{'s' if number > 1 else ''}"
        if any(indicator.is_measured for indicator in self.indicators.all()):
            return Evidence.MEASURED, "un indicateur mesuré avant et après"
        if self.clean_attachments:
            return Evidence.ATTACHED, "un document joint"
        return Evidence.DECLARED, "par la collectivité"

    @property
    def clean_attachments(self):
        """What may be shown of the attached files: those that were checked."""
        rows = list(self.attachments.all())
        models.prefetch_related_objects(rows, "file")
        return [row for row in rows if row.file.is_clean]

    @property
    def is_open_to_partners(self):
        return self.open_to_partners and (
            self.partners_until is None or self.partners_until >= datetime.date.today()
        )

    @cached_property
    def vitality(self):
        """What is known today of whether the practice still runs."""
        return vitality_of(self)

    @property
    def accepts_messages(self):
        """Whether somebody would receive what is written to the people behind this sheet."""
        return bool(self.contact_email) and not self.is_example

    @property
    def reading_url(self):
        """Where a moderator reads it: on the desk while in review, else as readers do, else its preview."""
        if self.workflow_in_progress:
            return reverse("desk_read", args=[self.pk])
        return self.url if self.live else reverse("practices:preview", args=[self.pk])

    @property
    def missing_fields(self):
        """The `[q]` fields that are still empty, in the order of the quick form."""
        return [name for name in self.QUICK_FIELDS if not self.is_filled(name)]

    @property
    def is_complete(self):
        return not self.missing_fields

    def is_filled(self, name):
        """Whether this field says something; rich text counts by its words."""
        if name in self.RICH_FIELDS:
            return bool(html_to_text(getattr(self, name)).strip())
        value = getattr(self, name)
        if name == "title":
            return bool(value) and value != UNTITLED
        if isinstance(value, int) and not isinstance(value, bool):
            return True  # no euro at all is an answer
        return value.exists() if hasattr(value, "exists") else bool(value)

    def permissions_for_user(self, user):
        return PracticePermissionTester(user, self)

    def text_parts(self):
        """The words of the sheet, in the order of the page, as plain text."""
        yield from (self.title, self.summary, self.keywords)
        if self.lead:
            yield self.lead.name
        for name in self.RICH_FIELDS:
            yield html_to_text(getattr(self, name))
        yield from (self.partners, self.staffing, self.financing)

    def get_sitemap_urls(self, request=None):
        return [] if self.is_example else super().get_sitemap_urls(request)

    def _follow_title(self):
        """The slug follows the title until the first publication; then only a person changes it."""
        if self.title and not self._was_published():
            self.slug = self._get_autogenerated_slug(slug_of(self.title))

    def _was_published(self):
        return bool(
            self.pk and PracticePage.objects.filter(pk=self.pk, first_published_at__isnull=False).exists()
        )
