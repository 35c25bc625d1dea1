"""What the address of the desk asks for. A value that is not understood is dropped and said."""

from datetime import timedelta
from urllib.parse import urlencode

import django_filters
from django.db.models import F
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet

from practices.assignments.models import Assignment, Association
from practices.models import PracticePage
from search.facets import FACETS_BY_NAME
from search.fields import TolerantChoice

from .queues import ALL, BY_NAME, QUEUES

BOTH = "les-deux"
FIRST, RETURNED, RENEWED = "premier-envoi", "corrigee", "nouvelle-version"
STATES = (
    ("", "Tous"),
    (FIRST, "Premier envoi"),
    (RETURNED, "Corrigée par la collectivité"),
    (RENEWED, "Nouvelle version d’une fiche publiée"),
)
# Days that a sheet has waited: from, to (not included).
AGES = {"semaine": (0, 7), "mois": (7, 30), "plus": (30, None)}
AGE_LABELS = (
    ("", "Toutes"),
    ("semaine", "Moins d’une semaine"),
    ("mois", "D’une semaine à un mois"),
    ("plus", "Plus d’un mois"),
)
SORTS = {
    "anciennes": ("Les plus anciennes d’abord", (F("review__started_at").asc(),)),
    "recentes": ("Les plus récentes d’abord", (F("review__started_at").desc(),)),
    "completes": ("Les plus complètes d’abord", (F("practice__glance__filled").desc(nulls_last=True),)),
    "titre": ("Titre", (F("practice__draft_title").asc(),)),
    "population": ("Population", (F("practice__lead__population").desc(nulls_last=True),)),
}


class DeskChoice(TolerantChoice):
    reason = "cette valeur n’existe pas"


class ChoiceFilter(django_filters.Filter):
    """One value of a list, or all."""

    field_class = DeskChoice

    def filter(self, queryset, value):
        return super().filter(queryset, value) if value else queryset


class UnappliedChoice(ChoiceFilter):
    """The queue and the order: asked for in the same address, applied apart."""

    def filter(self, queryset, value):
        return queryset


class FacetChoice(ChoiceFilter):
    """One value of a facet of the search."""

    def __init__(self, name, label, all_label):
        self.facet = FACETS_BY_NAME[name]
        super().__init__(label=label, choices=lambda: [("", all_label), *self._vocabulary()])

    def filter(self, queryset, value):
        sheets = PracticePage.objects.filter(self.facet.where([value])) if value else None
        return queryset.filter(practice__in=sheets) if value else queryset

    def _vocabulary(self):
        for value, label in self.facet.vocabulary():
            yield value, f"\u2003{label}" if self.facet.parent_of(value) else label


def _associations():
    return [("", "Toutes"), *Association.objects.values_list("pk", "name"), (BOTH, "Les deux")]


class DeskFilterSet(WagtailFilterSet):
    """Narrows places on the desk. `dropped` lists what was not understood, as (label, value, reason)."""

    queue = UnappliedChoice(label="Liste", choices=[(queue.name, queue.label) for queue in QUEUES])
    theme = FacetChoice("theme", "Thème", "Tous")
    region = FacetChoice("region", "Région", "Toutes")
    population = FacetChoice("population", "Population", "Toutes")
    type = FacetChoice("type", "Type", "Tous")
    association = ChoiceFilter(label="Association", choices=_associations, method="filter_association")
    state = ChoiceFilter(label="Envoi", choices=STATES, method="filter_state")
    age = ChoiceFilter(label="Attend depuis", choices=AGE_LABELS, method="filter_age")
    sort = UnappliedChoice(label="Trier", choices=[(name, label) for name, (label, _) in SORTS.items()])

    class Meta:
        model = Assignment
        fields = []

    @property
    def asked(self):
        """The values that were understood, by parameter."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def dropped(self):
        fields = self.form.fields.items()
        return [(field.label, value, reason) for _, field in fields for value, reason in field.dropped]

    @property
    def queue_asked(self):
        return BY_NAME[self.asked.get("queue", ALL)]

    @property
    def is_narrowed(self):
        """Whether anything but the queue and the order is asked."""
        return bool(self.asked.keys() - {"queue", "sort"})

    def ordered(self, places):
        _, order = SORTS[self.asked.get("sort", "anciennes")]
        return places.order_by(*order, "pk")

    def query_string(self, **changes):
        """The same address with other values; one that is empty goes."""
        return urlencode({name: value for name, value in (self.asked | changes).items() if value})

    def filter_association(self, queryset, name, value):
        return queryset.filter(association=None if value == BOTH else value)

    def filter_state(self, queryset, name, value):
        if value == RENEWED:
            return queryset.filter(practice__live=True)
        return queryset.filter(practice__live=False, was_returned=value == RETURNED)

    def filter_age(self, queryset, name, value):
        low, high = AGES[value]
        now = timezone.now()
        if high is not None:
            queryset = queryset.filter(review__started_at__gt=now - timedelta(days=high))
        return queryset.filter(review__started_at__lte=now - timedelta(days=low))
