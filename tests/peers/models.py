"""The same sheets as Wagtail's own search backends want them: one plain table, cheaper to read than pages.

A facet of one value is a column; one of several values is a relation, since the database backend counts with
GROUP BY. A filter on a relation wants it declared once more (RelatedFields): so says Wagtail.
"""

from django.db import models
from wagtail.search import index

from .facets import ONE_VALUE, SEVERAL_VALUES


class Keys(index.FilterField):
    """The keys of a relation, from what was prefetched; Wagtail's own asks the database for each object."""

    def get_value(self, obj):
        return [value.pk for value in getattr(obj, self.field_name).all()]


class FacetValue(index.Indexed, models.Model):
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=130)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="peers_facet_value")]

    def __str__(self):
        return f"{self.facet}={self.value}"


def _column():
    return models.CharField(max_length=60, blank=True, db_index=True)


def _relation():
    return models.ManyToManyField(FacetValue, related_name="+")


class PeerSheet(index.Indexed, models.Model):
    title = models.TextField()
    summary = models.TextField()
    keywords = models.TextField()
    who = models.TextField()
    body = models.TextField()

    population, type, mutualisation, state = _column(), _column(), _column(), _column()
    cost, evidence, year = _column(), _column(), _column()
    open, open_source, evaluation, licence = _column(), _column(), _column(), _column()
    theme, region, programme, audience = _relation(), _relation(), _relation(), _relation()

    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("summary", boost=2),
        index.SearchField("keywords", boost=2),
        index.SearchField("who", boost=1.5),
        index.SearchField("body"),
        *(index.FilterField(name) for name in ONE_VALUE),
        *(Keys(name) for name in SEVERAL_VALUES),
        *(index.RelatedFields(name, [index.FilterField("value")]) for name in SEVERAL_VALUES),
    ]

    def __str__(self):
        return self.title
