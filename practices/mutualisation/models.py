"""What each collectivity named on a sheet answered: one row per sheet and collectivity."""

from django.conf import settings
from django.db import models


class Answer(models.TextChoices):
    WAITING = "attente", "Sans réponse"
    CONFIRMED = "confirmee", "Confirmée"
    DECLINED = "declinee", "Déclinée"


class BearingQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(answer=Answer.CONFIRMED)

    def standing(self):
        """Confirmed, of a collectivity that the stored sheet still names."""
        return self.confirmed().named()

    def named(self):
        """Of collectivities that the stored sheet names."""
        return self.filter(practice__co_bearers=models.F("territory"))

    def proposed(self):
        """Of collectivities that the last version names."""
        return self.filter(is_proposed=True)

    def unanswered(self):
        """Of collectivities that the last version names, and that say nothing yet; the oldest asked first."""
        return self.proposed().filter(answer=Answer.WAITING).order_by("asked_at", "pk")

    def for_territories(self, territories):
        return self.filter(territory__in=territories)


class Bearing(models.Model):
    """Whether a collectivity bears a sheet with its lead. It outlives the versions of the sheet."""

    practice = models.ForeignKey(
        "practices.PracticePage", models.CASCADE, related_name="bearings", verbose_name="fiche"
    )
    territory = models.ForeignKey(
        "territories.Territory", models.PROTECT, related_name="bearings", verbose_name="collectivité"
    )
    email = models.EmailField(
        "adresse à qui écrire", blank=True, help_text="Quand la collectivité n’a pas encore de membre."
    )
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    is_proposed = models.BooleanField("nommée par la dernière version", default=True, editable=False)
    link_sent_at = models.DateTimeField("lien envoyé le", null=True, blank=True, editable=False)
    answer = models.CharField("réponse", max_length=12, choices=Answer.choices, default=Answer.WAITING)
    reason = models.CharField("un mot de la raison", max_length=500, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_address = models.EmailField("répondu depuis l’adresse", blank=True)

    objects = BearingQuerySet.as_manager()

    class Meta:
        verbose_name = "collectivité associée"
        verbose_name_plural = "collectivités associées"
        constraints = [
            models.UniqueConstraint(fields=["practice", "territory"], name="one_bearing_a_territory")
        ]
        indexes = [models.Index(fields=["answer", "asked_at"], name="bearing_waiting")]

    def __str__(self):
        return f"{self.territory}\u00a0: {self.get_answer_display()}"
