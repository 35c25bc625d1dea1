"""What a sheet holds several of."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from ..choices import AttachmentKind, Language


class Software(Orderable):
    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="software")
    name = models.CharField("logiciel ou service", max_length=120)
    supplier = models.CharField("fournisseur", max_length=120, blank=True)
    is_open_source = models.BooleanField("logiciel libre", null=True, blank=True)

    panels = [FieldPanel("name"), FieldPanel("supplier"), FieldPanel("is_open_source")]

    class Meta(Orderable.Meta):
        verbose_name = "logiciel ou fournisseur"

    def __str__(self):
        return self.name


class Step(Orderable):
    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="steps")
    date = models.CharField("quand", max_length=40, blank=True, help_text="Par exemple : mars 2024.")
    title = models.CharField("étape", max_length=160)
    text = models.TextField("précisions", blank=True)

    panels = [FieldPanel("date"), FieldPanel("title"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = "étape"

    def __str__(self):
        return self.title


class Indicator(Orderable):
    """One measured result. `before` and `after` are in `unit`."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField("ce qui est mesuré", max_length=160)
    before = models.DecimalField("avant", max_digits=14, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("après", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=40, blank=True)
    date = models.DateField("date de la mesure", null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)

    panels = [FieldPanel(name) for name in ("name", "before", "after", "unit", "date", "source")]

    class Meta(Orderable.Meta):
        verbose_name = "indicateur"

    def __str__(self):
        return self.name

    @property
    def is_measured(self):
        return self.before is not None and self.after is not None


class Attachment(Orderable):
    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="attachments")
    # CASCADE is what an old version needs to open without a file that is gone; see files/keeping.py.
    file = models.ForeignKey(
        "files.SheetFile", verbose_name="fichier", on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField("intitulé", max_length=160, blank=True)
    kind = models.CharField(
        "nature", max_length=20, choices=AttachmentKind.choices, default=AttachmentKind.REUSABLE
    )
    language = models.CharField("langue", max_length=8, blank=True, choices=Language.choices)
    credit = models.CharField("crédit", max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"

    def __str__(self):
        return self.title or self.file.name
