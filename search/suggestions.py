"""What the beginning of a search may become: sheets, themes, collectivities."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from practices.models import PracticePage
from practices.plain_text import fold
from practices.territories.models import Territory

from .analysis import LONGEST_BEGINNING, SHORTEST_BEGINNING, is_stop_word, normalise, words
from .collectivities import with_sheets
from .documents import PracticeDocument
from .engines.base import SearchQuery, SearchUnavailable, get_engine
from .facets import FACETS_BY_NAME

LONGEST_TYPED = 100  # signs read
MOST_WORDS = 8
SHEETS, THEMES, TERRITORIES = 5, 3, 3  # shown at most
SHORTEST_NAME = 3  # letters of a collectivity: "sa" begins 4 583 names


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    suggestions: list[Suggestion]


def suggestions(text):
    """Groups that have something to suggest. Without an engine, themes and collectivities still come."""
    text = text[:LONGEST_TYPED].replace("\x00", " ")
    begun = _begun(text)
    if not begun:
        return []
    groups = (
        Group("fiches", "Fiches", _sheets(begun)),
        Group("themes", "Thèmes", _themes(begun)),
        Group("collectivites", "Collectivités", _territories(text.strip())),
    )
    return [group for group in groups if group.suggestions]


def _begun(text):
    """The beginnings that are typed, folded; stop words count for nothing."""
    typed = [fold(word) for word in words(normalise(text)) if not is_stop_word(word)][:MOST_WORDS]
    return tuple(dict.fromkeys(word[:LONGEST_BEGINNING] for word in typed if len(word) >= SHORTEST_BEGINNING))


def _sheets(begun):
    query = SearchQuery(prefixes=begun, order="newest", limit=SHEETS, passages=False)
    try:
        keys = get_engine(PracticeDocument).answer(query).keys
    except SearchUnavailable:
        return []
    sheets = PracticePage.objects.findable().filter(pk__in=keys).select_related("lead")
    by_key = {sheet.pk: sheet for sheet in sheets.only("title", "url_path", "lead")}
    found = [by_key[key] for key in keys if key in by_key]
    return [Suggestion(sheet.title, sheet.lead.label if sheet.lead else "", sheet.url) for sheet in found]


def _themes(begun):
    found = []
    for path, name in FACETS_BY_NAME["theme"].vocabulary():
        known = [fold(word) for word in words(normalise(name))]
        if all(any(word.startswith(beginning) for word in known) for beginning in begun):
            found.append(Suggestion(name, "", _list_url(theme=path)))
    return found[:THEMES]


def _territories(text):
    if len(text) < SHORTEST_NAME:
        return []
    found = with_sheets(Territory.objects.active()).matching(text)[:TERRITORIES]
    return [
        Suggestion(territory.label, territory.get_kind_display().lower(), _list_url(territory=territory.code))
        for territory in found
    ]


def _list_url(**parameters):
    return f"{reverse('practice_list')}?{urlencode(parameters, safe='/')}"
