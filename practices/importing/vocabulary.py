"""What cells may name: themes, programmes, collectivities. Read once an import, whatever its length."""

import re
from collections import defaultdict

from ..models import Programme, Theme
from ..territories.models import Territory
from ..territories.resolving import TerritoryNotFound, UnresolvedTerritory, resolve
from .errors import CellError, quoted
from .matching import key, suggestion

REMEMBERED_TERRITORIES = 5_000
SHOWN_TERRITORIES = 3
OFFICIAL_CODE = re.compile(r"[0-9]{5}|2[AB][0-9]{3}|[0-9]{9}")


class Vocabulary:
    """Finds by name, in any spelling; raises CellError with the nearest or the candidates."""

    def __init__(self):
        self.themes = list(Theme.objects.select_related("parent"))
        self.programmes = list(Programme.objects.all())
        self._themes = _by_key(
            self.themes, lambda theme: (str(theme), theme.path), lambda theme: (theme.name,)
        )
        self._programmes = _by_key(self.programmes, lambda programme: (programme.name, programme.slug))
        self._territories = {}

    def theme(self, text):
        """By path, « Parent / Enfant », or name alone when one theme bears it, first level first."""
        found = self._themes[key(text)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(quoted(theme) for theme in found)
            raise CellError(f"Plusieurs thèmes s’appellent {quoted(text)}\u00a0: {names}.")
        nearest = suggestion(
            text, [str(theme) for theme in self.themes] + [theme.name for theme in self.themes]
        )
        raise CellError(f"Le thème {quoted(text)} n’existe pas.{nearest}")

    def programme(self, text):
        found = self._programmes[key(text)]
        if found:
            return found[0]
        nearest = suggestion(text, [programme.name for programme in self.programmes])
        raise CellError(f"Le programme {quoted(text)} n’existe pas.{nearest}")

    def prepare(self, codes):
        """Look up many official codes in one query; `territory()` finds the rest one by one."""
        wanted = {code for code in codes if code not in self._territories and OFFICIAL_CODE.fullmatch(code)}
        for found in Territory.objects.active().filter(code__in=wanted):
            self._territories[found.code] = found

    def territory(self, text):
        """The one collectivity of this code or exact name."""
        if text not in self._territories:
            if len(self._territories) >= REMEMBERED_TERRITORIES:
                self._territories.clear()
            try:
                self._territories[text] = resolve(text)
            except TerritoryNotFound as error:
                self._territories[text] = CellError(f"{error}{_near(text)}")
            except UnresolvedTerritory as error:
                self._territories[text] = CellError(str(error))
        found = self._territories[text]
        if isinstance(found, CellError):
            raise CellError(str(found))
        return found


def _near(text):
    """What the search of collectivities finds for it: a postal code, the beginning of a name."""
    found = Territory.objects.active().matching(text)[:SHOWN_TERRITORIES]
    names = ", ".join(f"{territory.label}, {territory.code}" for territory in found)
    return f" Peut-être\u00a0: {names}." if names else ""


def _by_key(objects, *ranks):
    """Key → objects; a name of an earlier rank hides the same name of a later one."""
    found = defaultdict(list)
    for names_of in ranks:
        rank = defaultdict(list)
        for item in objects:
            for name in dict.fromkeys(key(name) for name in names_of(item)):
                rank[name].append(item)
        found.update({name: items for name, items in rank.items() if name not in found})
    return found
