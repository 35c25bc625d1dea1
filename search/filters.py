"""From a URL to a SearchQuery: django-filter parses and validates, FACETS say what there is."""

from functools import cached_property, reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.forms import MultipleChoiceField
from django.http import QueryDict

from practices.models import PracticePage
from practices.plain_text import fold

from . import silence
from .analysis import normalise
from .cells import RADII, cells_around, where_cells
from .closeness import CRITERIA, Closeness
from .collectivities import named_territories
from .engines.base import DEEPEST_RESULT, SearchQuery
from .facets import FACETS, FACETS_BY_NAME
from .fields import (
    CellField,
    FacetField,
    PositionField,
    TerritoryField,
    TolerantChoice,
    TolerantChoices,
    TolerantInteger,
    TolerantText,
)
from .grounds import zoomed_region
from .patience import Extras
from .query_text import LONGEST_TEXT
from .recognition import RECOGNISED, named_steps, names_of
from .understanding import understand

PAGE_SIZE = 20
LARGEST_PAGE = 100
RELEVANCE, NEWEST, CLOSEST, MOST_REUSED = "pertinence", "recentes", "proches", "reprises"
SORTS = (
    (CLOSEST, "Collectivités comme la mienne"),
    (RELEVANCE, "Pertinence"),
    (NEWEST, "Plus récentes"),
    (MOST_REUSED, "Les plus reprises"),
)
HTML, JSON, JSONL, CSV, XLSX, ATOM = "html", "json", "jsonl", "csv", "xlsx", "atom"
PLACE = ("cell", "near", "within")  # the parameters that say where
LIST, MAP = "liste", "carte"
VIEWS = ((LIST, "Liste"), (MAP, "Carte"))
FORMATS = tuple((name, name) for name in (HTML, JSON, JSONL, CSV, XLSX, ATOM))
COMPARES_WITH = "aucune collectivité n’est choisie à laquelle comparer"
NEEDING = (  # a parameter, the one without which it says nothing, and what is told then
    ("sort", "like", COMPARES_WITH),
    ("loosen", "like", COMPARES_WITH),
    ("within", "near", "aucune position n’est donnée"),
)
# What other sites and mail tools add to links: no business of ours.
IGNORED_PREFIXES = ("utm_", "mtm_", "pk_", "at_", "mc_", "hsa_")
IGNORED = frozenset({"fbclid", "gclid", "msclkid", "xtor", "dclid", "igshid", "_ga"})


class FacetFilter(django_filters.Filter):
    """In the database: sheets that have any of the chosen values."""

    field_class = FacetField

    def filter(self, queryset, value):
        return queryset.filter(self.extra["facet"].where(value)) if value else queryset


class ParameterFilter(django_filters.Filter):
    """A parameter that narrows nothing: sort, page, format."""

    def filter(self, queryset, value):
        return queryset


class ParameterNumber(ParameterFilter):
    field_class = TolerantInteger


class ParameterChoice(ParameterFilter):
    field_class = TolerantChoice


class ParameterChoices(ParameterFilter):
    field_class = TolerantChoices


class ParameterTerritory(ParameterFilter):
    field_class = TerritoryField


class TerritoryFilter(django_filters.Filter):
    """Sheets that one collectivity leads or carries with others."""

    field_class = TerritoryField

    def filter(self, queryset, value):
        return queryset.filter(pk__in=PracticePage.objects.for_territories([value])) if value else queryset


class CellFilter(django_filters.Filter):
    field_class = CellField

    def filter(self, queryset, value):
        return queryset.filter(where_cells([value])) if value else queryset


class PositionFilter(django_filters.Filter):
    field_class = PositionField


class WordsFilter(django_filters.CharFilter):
    field_class = TolerantText


def _in_plain_text(phrase):
    return Q(plain_text__contains=fold(" ".join(phrase.words)))


def _any_of(conditions):
    return reduce(or_, conditions)


facet_filters = {facet.name: FacetFilter(facet=facet, label=facet.label) for facet in FACETS}
FacetFilterSet = type("FacetFilterSet", (django_filters.FilterSet,), facet_filters)


class PracticeSearchFilterSet(FacetFilterSet):
    """The search that a URL asks for, read without asking an engine.

    `dropped` lists what was not understood as (name, value, reason). `reach` is how many kilometres around
    `position` the search goes: as asked, else the most, until `nearness.widen()` has settled it; `empty` is
    the distance that it then found to hold nothing. The engine may have failed meanwhile, and is then left
    alone. `extras` answers what the page adds to its list, for a while.
    """

    q = WordsFilter(method="filter_words")
    territory = TerritoryFilter()
    like = ParameterTerritory()
    loosen = ParameterChoices(choices=[(criterion.name, criterion.label) for criterion in CRITERIA])
    cell = CellFilter()
    near = PositionFilter(method="filter_near")
    within = ParameterChoice(choices=[(str(radius), f"{radius} km") for radius in RADII])
    sort = ParameterChoice(choices=SORTS)
    view = ParameterChoice(choices=VIEWS)
    page = ParameterNumber(min_value=1, max_value=DEEPEST_RESULT)
    page_size = ParameterNumber(min_value=1, max_value=LARGEST_PAGE)
    format = ParameterChoice(choices=FORMATS)

    class Meta:
        model = PracticePage
        fields = []

    def __init__(self, data):
        super().__init__(data, PracticePage.objects.findable())
        self.form.is_valid()
        self.values = self.form.cleaned_data
        self.lacking = list(self._take_out_what_lacks_another())
        self.text = normalise(self.values["q"])[:LONGEST_TEXT].strip()
        self.tree = understand(self.text, lambda text: self.territories)
        like = self.values["like"]
        self.closeness = Closeness(like, tuple(self.values["loosen"] or ())) if like else None
        self.reach = int(self.values["within"] or RADII[-1]) if self.center else None
        self.empty = None
        self.engine_failed = False
        self.extras = Extras()

    @property
    def dropped(self):
        """What was not understood, as (name, value, reason)."""
        dropped = [
            (name, value, reason)
            for name, field in self.form.fields.items()
            for value, reason in getattr(field, "dropped", ())
        ]
        dropped += (
            [("q", self.text, "aucun mot ne peut y être cherché")] if self.text and not self.tree else []
        )
        dropped += self.lacking
        dropped += [(name, value, "une seule valeur est retenue") for name, value in self._surplus()]
        dropped += [
            (name, self.data.get(name, ""), "ce paramètre n’existe pas") for name in self._unknown_names()
        ]
        return dropped

    @property
    def chosen(self):
        """The chosen values by facet, for the facets that have some."""
        return {name: tuple(self.values[name]) for name in FACETS_BY_NAME if self.values.get(name)}

    @property
    def of(self):
        """The collectivity that the list is narrowed to, or None."""
        return self.values["territory"]

    @property
    def narrowing(self):
        """The values of all that narrows the list, but its words and its place."""
        return ({"territory": (self.of.code,)} if self.of else {}) | self.chosen

    def named(self, name):
        """The label of a filter, and the label of each of its values."""
        if name == "territory":
            return "Collectivité", {self.of.code: self.of.label} if self.of else {}
        return FACETS_BY_NAME[name].label, self.labels(name)

    def labels(self, name):
        """The label of every value of a facet, in page order."""
        return self.form.fields[name].labels

    @cached_property
    def names(self):
        """What the words of a search may name: the values of facets, by their names."""
        return names_of({name: self.labels(name) for name in RECOGNISED})

    @cached_property
    def territories(self):
        """The collectivities that the words name."""
        return named_territories(self.text)

    @property
    def sorting(self):
        """By closeness to the chosen collectivity if a criterion is kept, else by relevance, else by date."""
        asked, compares = self.values.get("sort"), self.closeness and self.closeness.kept
        if compares and not asked:
            return CLOSEST
        if asked == CLOSEST and not compares:
            asked = None
        return asked or (RELEVANCE if self.tree else NEWEST)

    @property
    def order(self):
        """The order field of the document that the sorting stands for; "" for relevance."""
        if self.sorting == MOST_REUSED:
            return "most_reused"
        return "" if self.sorting == RELEVANCE and self.tree else "newest"

    @property
    def steps(self):
        """What adds to the score, where the score orders the sheets; dates and counts order them alone."""
        if self.sorting == CLOSEST:
            return (*self.closeness.steps, silence.AMONG_CLOSE)
        if self.sorting == RELEVANCE and self.tree:
            return (*named_steps(self.tree, self.names, self.territories), silence.AMONG_RELEVANT)
        return ()

    @property
    def page_number(self):
        return self.values.get("page") or 1

    @property
    def per_page(self):
        return self.values.get("page_size") or PAGE_SIZE

    @property
    def output(self):
        return self.values.get("format") or HTML

    @property
    def has_map(self):
        """Whether the page shows the map above its list."""
        return self.values.get("view") == MAP

    @property
    def shows_points(self):
        """Whether the map is near enough to show squares: around a position, or in one region."""
        return self.has_map and bool(self.center or zoomed_region(self.chosen.get("region", ())))

    @property
    def center(self):
        """The position around which the map is drawn, a square of it being chosen or not."""
        return self.values.get("near")

    @property
    def position(self):
        """The position around which sheets are looked for; a square of the map is narrower, and wins."""
        return None if self.values.get("cell") else self.center

    @property
    def _place(self):
        cell = self.values.get("cell")
        if cell:
            return {"cell": (cell,)}
        return {"cell": tuple(cells_around(self.position, self.reach))} if self.position else {}

    def filter_near(self, queryset, name, value):
        """In the database: sheets around the position."""
        return queryset.filter(where_cells(self._place["cell"])) if self.position else queryset

    @property
    def filters_of_engine(self):
        """The values of all that narrows the list but its words, by field of the document."""
        return self.narrowing | self._place

    @property
    def search_query(self):
        """What the engine is asked."""
        return SearchQuery(
            text=self.tree,
            filters=self.filters_of_engine,
            facets=(*FACETS_BY_NAME, *(["cell"] if self.shows_points else [])),
            counted_within=("cell",) if self.center else (),
            order=self.order,
            steps=self.steps,
            offset=(self.page_number - 1) * self.per_page,
            limit=self.per_page,
        )

    def sheets_without(self, name):
        """In the database: the sheets of this search but for its choice in one facet."""
        sheets = self.queryset
        for parameter, filter_ in self.filters.items():
            if parameter != name:
                sheets = filter_.filter(sheets, self.values[parameter])
        return sheets

    def filter_words(self, queryset, name, value):
        """In the database: every word typed, or a synonym, folded, anywhere in the plain text."""
        where = Q()
        if self.tree:
            for term in self.tree.terms:
                where &= _any_of(_in_plain_text(way.phrase) for way in term.alternatives)
            for phrase in self.tree.excluded:
                where &= ~_in_plain_text(phrase)
        return queryset.filter(where)

    def query_string(self, **changes):
        """The canonical query string of this search with some parameters changed; None drops one."""
        return self.parameters(**changes).urlencode(safe="/,")

    @property
    def as_far(self):
        """What keeps the distance in the address of another search, so that it gives what was counted."""
        return {"within": self.reach} if self.position else {}

    def url(self, **changes):
        """The address, on the page of sheets, of this search with some parameters changed; never a bare
        question mark.
        """
        query = self.query_string(**changes)
        return f"?{query}" if query else "."

    def parameters(self, **changes):
        """The canonical parameters of this search with some changed; None drops one."""
        asked = {"q": self.text or None, **self.chosen, **self._kept_parameters} | changes
        query = QueryDict(mutable=True)
        for name, value in asked.items():
            if value:
                query.setlist(name, value if isinstance(value, list | tuple) else [str(value)])
        return query

    @property
    def _kept_parameters(self):
        like = self.values["like"]
        loosened = self.values["loosen"] if like else None
        near = self.center and "{:.2f},{:.2f}".format(*self.center)
        return {
            "territory": self.of and self.of.code,
            "cell": self.values.get("cell"),
            "near": near,
            "within": self.values.get("within") if near else None,
            "like": like and like.code,
            "loosen": loosened,
            "sort": self.values.get("sort"),
            "view": MAP if self.has_map else None,
        }

    def _take_out_what_lacks_another(self):
        """What says nothing without another parameter, each as dropped."""
        for name, needed, reason in NEEDING:
            asked = self.values[name]
            if asked and not self.values[needed] and (name != "sort" or asked == CLOSEST):
                self.values[name] = None
                values = asked if isinstance(asked, list | tuple) else [asked]
                yield from ((name, value, reason) for value in values)

    def _surplus(self):
        """All values but the last, which counts, of what has one."""
        for name, field in self.form.fields.items():
            if not isinstance(field, MultipleChoiceField):
                *others, last = self.data.getlist(name) or [""]
                yield from ((name, value) for value in others if value not in ("", last))

    def _unknown_names(self):
        for name in self.data:
            if name not in self.form.fields and name not in IGNORED and not name.startswith(IGNORED_PREFIXES):
                yield name
