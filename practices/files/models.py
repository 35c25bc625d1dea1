"""The files that towns give. What holds them is the sheet's own, version by version: see `Attachment`."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from .kinds import KINDS
from .storage import PrivateStorage


class FileState(models.TextChoices):
    RECEIVED = "recu", "Vérification à venir"
    CHECKING = "verification", "Vérification en cours"
    CLEAN = "sain", "Joint"
    REFUSED = "refuse", "Refusé"
    HELD = "retenu", "En attente de l’antivirus"


def new_key():
    return secrets.token_urlsafe(24)


def random_place(instance, filename):
    """Nothing of the name that was given, and no two files in one place."""
    key = secrets.token_hex(16)
    return f"{key[:2]}/{key}"


class SheetFileQuerySet(models.QuerySet):
    def clean(self):
        """The only ones that anybody is ever shown."""
        return self.filter(state=FileState.CLEAN)

    def for_territory(self, territory_id):
        return self.filter(territory=territory_id)

    def total_size(self):
        """Bytes of what some version still needs; what was removed is counted until the next daily job."""
        return self.filter(unused_since=None).aggregate(total=models.Sum("size"))["total"] or 0


class SheetFile(models.Model):
    """One file that somebody sent for a sheet. It belongs to the collectivity, whoever leaves."""

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    practice = models.ForeignKey("practices.PracticePage", models.SET_NULL, null=True, related_name="files")
    territory = models.ForeignKey("territories.Territory", models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField("nom", max_length=120)
    extension = models.CharField(max_length=8)
    size = models.PositiveIntegerField("taille")
    sending = models.CharField(max_length=64, blank=True, editable=False)  # see `attaching._sending_of`
    content = models.FileField(storage=PrivateStorage(), upload_to=random_place, max_length=60)
    picture = models.FileField(storage=PrivateStorage(), upload_to=random_place, max_length=60, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    state = models.CharField(
        "état", max_length=20, choices=FileState.choices, default=FileState.RECEIVED, db_index=True
    )
    reason = models.CharField("raison du refus", max_length=300, blank=True)
    state_since = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    unused_since = models.DateTimeField(null=True)

    token = ""  # of the link by which it is read, where the reader has no account

    objects = SheetFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier d’une fiche"
        verbose_name_plural = "fichiers des fiches"

    def __str__(self):
        return self.name

    @property
    def kind(self):
        return KINDS[self.extension]

    @property
    def is_clean(self):
        return self.state == FileState.CLEAN

    @property
    def is_refused(self):
        return self.state == FileState.REFUSED

    @property
    def is_waiting(self):
        return not (self.is_clean or self.is_refused)

    @property
    def url(self):
        return self._address("file")

    @property
    def picture_url(self):
        return self._address("picture")

    def _address(self, page):
        if self.token:
            return reverse(f"interviews:{page}", args=[self.token, self.key, self.name])
        return reverse(f"practices:{page}", args=[self.key, self.name])
