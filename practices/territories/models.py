"""The collectivities of France (official directory), partners added by moderators, who speaks for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.db import models
from django.utils.text import slugify

from . import areas, bands, manual, matching, names
from .choices import MembershipRole, MembershipStatus, PositionKind, TerritoryKind
from .public_providers import is_public
from .siren import clean_siren

FRANCE = "France"
AREA_NAMES = frozenset(areas.REGIONS.values()) | {name for name, _ in areas.DEPARTMENTS.values()}


class TerritoryQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def for_member(self, user):
        """The territories this person may speak for."""
        memberships = Membership.objects.confirmed().for_user(user)
        return self.filter(pk__in=memberships.values("territory"))

    def matching(self, text):
        """Search by name in any usual spelling, former name, INSEE code, SIREN or postal code; best first.

        From three letters on; a shorter text finds only exact names and codes. Nothing matches an empty text.
        """
        return matching.match(self, TerritoryAlias.objects.all(), text)


class Territory(models.Model):
    """A collectivity: of the official directory, or added by a moderator (syndicat, partner abroad)."""

    kind = models.CharField("type", max_length=20, choices=TerritoryKind, db_index=True)
    code = models.CharField(
        "code",
        max_length=60,
        unique=True,
        blank=True,
        help_text="Laissez vide\u00a0: le portail prend le SIREN, ou compose un code.",
    )
    insee_code = models.CharField("code INSEE", max_length=5, blank=True, db_index=True)
    siren = models.CharField("SIREN", max_length=9, blank=True, db_index=True)
    name = models.CharField("nom", max_length=200)
    search_name = models.CharField(max_length=200, editable=False, db_index=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField("année de la population", null=True, blank=True)
    department_code = models.CharField("département", max_length=3, blank=True, db_index=True)
    region_code = models.CharField("région", max_length=3, blank=True, db_index=True)
    areas = models.JSONField(default=list, blank=True, editable=False)
    postal_codes = models.TextField("codes postaux", blank=True)
    epci = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name="intercommunalité",
    )
    ept = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ept_communes",
        verbose_name="établissement public territorial",
    )
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    position_kind = models.CharField(
        "position", max_length=12, choices=PositionKind, default=PositionKind.NONE, editable=False
    )
    country = models.CharField("pays", max_length=80, default=FRANCE)
    is_active = models.BooleanField("active", default=True)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="remplacée par",
    )
    referents_submit = models.BooleanField(
        "seuls les référents envoient les fiches en relecture", default=False
    )
    in_directory = models.BooleanField("de l’annuaire officiel", default=False, editable=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "collectivité"
        verbose_name_plural = "collectivités"
        ordering = ["search_name", "department_code", "code"]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.search_name = names.search_key(self.name)
        if not self.in_directory:
            self._complete()
        super().save(*args, **kwargs)

    def clean(self):
        self.department_code = self.department_code or ""
        errors = {} if self.in_directory else manual.find_errors(self)
        if self.siren:
            try:
                self.siren = clean_siren(self.siren)
            except ValidationError as error:
                errors["siren"] = error
        twins = Territory.objects.active().filter(siren=self.siren).exclude(pk=self.pk)
        if self.siren and "siren" not in errors and twins.exists():
            errors["siren"] = f"{twins.first().label} porte déjà ce numéro SIREN."
        if errors:
            raise ValidationError(errors)

    def _complete(self):
        """Derive what a moderator does not type: code, region, areas, kind of position."""
        if not self.code:
            self.code = self.siren or self._free_code()
        if self.department_code in areas.DEPARTMENTS:
            path = areas.path_of(self.department_code)
            self.region_code = path.partition("-")[0]
            self.areas = [path]
        else:
            self.region_code, self.areas = "", []
        has_position = self.latitude is not None and self.longitude is not None
        self.position_kind = PositionKind.OWN if has_position else PositionKind.NONE

    def _free_code(self):
        stem = f"x-{slugify(names.plain(self.name))[:50] or 'collectivite'}"
        code, number = stem, 1
        while Territory.objects.filter(code=code).exclude(pk=self.pk).exists():
            number += 1
            code = f"{stem}-{number}"
        return code

    @property
    def is_abroad(self):
        return self.kind == TerritoryKind.ETRANGER

    @property
    def label(self):
        """The name with what tells it from its homonyms: "Saint-Aubin (40)", "Shawinigan (Canada)"."""
        if self.kind in (TerritoryKind.DEPARTEMENT, TerritoryKind.REGION) and self.name in AREA_NAMES:
            return f"{self.name} ({self.get_kind_display().lower()})"
        place = self.country if self.is_abroad else self.department_code
        return f"{self.name} ({place})" if place else self.name

    @property
    def long_name(self):
        """The name with the type of an EPCI spelt out."""
        return names.long_name(self.name)

    @property
    def region_name(self):
        return areas.REGIONS.get(self.region_code, "")

    @property
    def department_name(self):
        return areas.DEPARTMENTS.get(self.department_code, ("", ""))[0]

    @property
    def place(self):
        """Where it is, in words: "Finistère, Bretagne", "Guadeloupe", "Canada"."""
        if self.is_abroad:
            return self.country
        return ", ".join(dict.fromkeys(name for name in (self.department_name, self.region_name) if name))

    @property
    def band(self):
        return bands.band_of(self.kind, self.population)

    @property
    def band_label(self):
        return bands.BAND_LABELS.get(self.band, "")

    @property
    def is_overseas(self):
        return any(path.partition("-")[0] in areas.OVERSEAS_REGIONS for path in self.areas)

    @property
    def area_paths(self):
        """Values of the facet `region`: ["53", "53-29"], ["01", "01-971", "outre-mer"], ["etranger"]."""
        return [areas.ABROAD] if self.is_abroad else areas.expand(self.areas)

    @property
    def position(self):
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def is_position_approximate(self):
        """Whether the point is only near: the centre of its intercommunality or department."""
        return self.position_kind == PositionKind.DEPARTMENT or (
            self.position_kind == PositionKind.MEMBERS and self.kind == TerritoryKind.COMMUNE
        )

    @property
    def population_text(self):
        """The population in words, "18 000 habitants", with the spaces of French typography."""
        if self.population is None:
            return "population non connue"
        return f"{bands.spaced(self.population)}\u00a0habitant{'s' if self.population > 1 else ''}"

    @property
    def population_year_text(self):
        """Say which census the population comes from: "population municipale 2023".

        The directory of 2026 (`@etalab/decoupage-administratif` 6.0.0) carries the « populations de
        référence 2023 » of INSEE, published in December 2025 and in force since 1 January 2026: its README
        names that INSEE page (statistiques/8680726), and its sums are those INSEE published for 2023 (Corse
        355 486, Guadeloupe 384 160, Guyane 293 996). Mayotte and the overseas collectivities have their own
        census years: see `practices/territories/data/SOURCES.json`.
        """
        if self.population is None or not self.population_year:
            return ""
        return f"population {'municipale ' if self.in_directory else ''}{self.population_year}"


class TerritoryAlias(models.Model):
    """Another name or code of a territory: former commune, former code, municipal arrondissement."""

    code = models.CharField("code", max_length=9, blank=True, db_index=True)
    name = models.CharField("nom", max_length=200, blank=True)
    search_name = models.CharField(max_length=200, editable=False, db_index=True)
    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="aliases", verbose_name="collectivité"
    )

    class Meta:
        verbose_name = "ancien nom ou code"
        verbose_name_plural = "anciens noms et codes"
        ordering = ["search_name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "name"], name="territories_alias_code_and_name"),
        ]

    def __str__(self):
        return " ".join(part for part in (self.name, self.code) if part)

    def save(self, *args, **kwargs):
        self.search_name = names.search_key(self.name)
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(status=MembershipStatus.CONFIRMED)

    def pending(self):
        return self.filter(status=MembershipStatus.PENDING)

    def referents(self):
        return self.confirmed().filter(role=MembershipRole.REFERENT)

    def with_referents(self):
        """Tell of each row, as `has_referents`, whether the collectivity has somebody who answers for it."""
        referents = Membership.objects.referents().filter(territory=models.OuterRef("territory"))
        return self.annotate(has_referents=models.Exists(referents))

    def for_user(self, user):
        return self.filter(user_id=user.pk)

    def for_territory(self, territory):
        return self.filter(territory=territory)

    def for_territories(self, territories):
        return self.filter(territory__in=territories)

    def to_accept_by(self, user):
        """Requests to speak for the collectivities that this person is a referent of, the oldest first."""
        mine = Membership.objects.referents().for_user(user).values("territory")
        waiting = self.pending().filter(territory__in=mine).select_related("user", "territory")
        return waiting.order_by("created_at", "pk")


class Membership(models.Model):
    """A person speaks for a collectivity once confirmed; `memberships.confirm()` and `refuse()` decide."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="compte"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="memberships", verbose_name="collectivité"
    )
    status = models.CharField(
        "état", max_length=12, choices=MembershipStatus, default=MembershipStatus.PENDING, db_index=True
    )
    role = models.CharField("rôle", max_length=12, choices=MembershipRole, default=MembershipRole.CONTRIBUTOR)
    function = models.CharField("fonction", max_length=150, blank=True)
    created_at = models.DateTimeField("demandé le", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "territory"], name="territories_one_membership"),
        ]

    def __str__(self):
        return f"{self.user} – {self.territory}"

    @property
    def is_confirmed(self):
        return self.status == MembershipStatus.CONFIRMED

    @property
    def is_pending(self):
        return self.status == MembershipStatus.PENDING

    @property
    def is_referent(self):
        return self.is_confirmed and self.role == MembershipRole.REFERENT

    @property
    def role_to_be(self):
        """The role once confirmed, of a row read `with_referents()`: the first person is the referent."""
        return MembershipRole.CONTRIBUTOR if self.has_referents else MembershipRole.REFERENT


class EmailDomain(models.Model):
    """A moderator knows that the mail of this domain is read by the people of the collectivity."""

    domain = models.CharField(
        "domaine",
        max_length=253,
        help_text="Ce qui suit l’arobase\u00a0: «\u00a0ville-exemple.fr\u00a0». "
        "Jamais un fournisseur ouvert à tous.",
    )
    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="email_domains", verbose_name="collectivité"
    )
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)

    class Meta:
        verbose_name = "domaine de messagerie"
        verbose_name_plural = "domaines de messagerie"
        ordering = ["domain", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "territory"],
                name="territories_email_domain_once",
                violation_error_message="Ce domaine est déjà enregistré pour cette collectivité.",
            ),
        ]

    def __str__(self):
        return f"{self.domain} – {self.territory}"

    def clean(self):
        self.domain = self.domain.strip().rpartition("@")[2].lower()
        try:
            validate_domain_name(self.domain)
        except ValidationError as error:
            message = "Écrivez ce qui suit l’arobase, par exemple «\u00a0ville-exemple.fr\u00a0»."
            raise ValidationError({"domain": message}) from error
        if is_public(self.domain):
            raise ValidationError(
                {
                    "domain": f"Tout le monde peut avoir une adresse chez {self.domain}\u00a0: ce domaine "
                    "ne dit rien de la collectivité."
                }
            )


class DirectoryLoad(models.Model):
    """One load of the official directory: the fingerprint of its files tells whether a new one is needed."""

    fingerprint = models.CharField("empreinte", max_length=64)
    vintage = models.CharField("millésime", max_length=20, blank=True)
    loaded_at = models.DateTimeField("chargé le", auto_now_add=True)

    class Meta:
        verbose_name = "chargement de l’annuaire"
        verbose_name_plural = "chargements de l’annuaire"
        ordering = ["-loaded_at"]

    def __str__(self):
        return f"{self.vintage} ({self.loaded_at:%d/%m/%Y})"
