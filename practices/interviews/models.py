"""The calls from which a moderator wrote a sheet on behalf of a collectivity, and what became of each."""

import uuid

from django.conf import settings
from django.db import models

NAME_LENGTH = 120
LONGEST = 500  # characters


class Outcome(models.TextChoices):
    SIGNED = "signee", "Signée par le lien"
    SENT = "envoyee", "Envoyée par un membre"
    DECLINED = "declinee", "Déclinée"


class InterviewQuerySet(models.QuerySet):
    def under_way(self):
        """Those that a moderator may write from: never published, nor taken over by the collectivity."""
        return self.filter(practice__first_published_at=None).exclude(outcome=Outcome.SENT)

    def led_by(self, moderator):
        """Those that this moderator may write from."""
        return self.under_way().filter(moderator=moderator)

    def of_colleagues(self, moderator):
        """Those that others may write from, or nobody since an account was closed."""
        return self.under_way().exclude(moderator=moderator)

    def signed_by_link(self):
        return self.filter(outcome=Outcome.SIGNED)

    def of_link(self, key, link):
        """The one that this link opens, as long as it is neither answered, replaced nor published."""
        waiting = self.filter(outcome="", practice__first_published_at=None, practice__archived_at=None)
        return waiting.exclude(link="").filter(pk=key, link=link)


class Interview(models.Model):
    """One sheet written from a call. `link` is the secret of the last link sent; the others are dead."""

    practice = models.OneToOneField("practices.PracticePage", models.CASCADE, related_name="interview")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # the form's: sent twice, kept once
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    called_on = models.DateField("date de l’appel")
    person = models.CharField("personne entendue", max_length=NAME_LENGTH)
    function = models.CharField("sa fonction", max_length=NAME_LENGTH)
    email = models.EmailField("adresse à qui écrire")

    link = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField("lien envoyé le", null=True)
    outcome = models.CharField("réponse", max_length=10, choices=Outcome.choices, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True)
    signatory = models.CharField("signée par", max_length=NAME_LENGTH, blank=True)
    signatory_function = models.CharField("fonction du signataire", max_length=150, blank=True)
    reason = models.CharField("pourquoi", max_length=LONGEST, blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = "entretien"
        verbose_name_plural = "entretiens"
        ordering = ["-called_on", "-pk"]

    def __str__(self):
        return f"Entretien du {self.called_on:%d/%m/%Y}"

    @property
    def is_signed(self):
        """Whether somebody of the collectivity answers for the sheet, by the link or from their space."""
        return self.outcome in (Outcome.SIGNED, Outcome.SENT)

    @property
    def is_declined(self):
        return self.outcome == Outcome.DECLINED
