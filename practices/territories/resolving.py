"""From what a spreadsheet or an API call writes ("56260", "Saint-Aubin (40)") to one territory."""

import re

from . import areas
from .choices import INTERCOMMUNAL_KINDS, TerritoryKind
from .models import Territory
from .names import fold, search_key, without_ville_de

NAME_AND_CONTEXT = re.compile(r"(?P<name>.*\S)\s*\((?P<context>[^()]*)\)\s*")
CODE = re.compile(r"[0-9]{4,9}|2[AB][0-9]{3}|(?:dep|reg|x)-\S+", re.IGNORECASE)
# Most groups are "CC", "CA" or "CU", a link and a name: "Pays de Gex" is "CA du Pays de Gex".
LINKS = (" ", " du ", " de ", " de la ", " des ", " d ", " de l ")
TYPE_STARTS = [f"{kind}{link}" for kind in ("cc", "ca", "cu") for link in LINKS]
# A department or region this many times larger than the commune of its name is as likely meant (La Réunion).
OVERSHADOWED = 100
SHOWN_CANDIDATES = 6
SHOWN_SUGGESTIONS = 3
SHOWN_LETTERS = 100


class UnresolvedTerritory(LookupError):
    """The text names no single territory; `str()` is a French sentence for the person who wrote it."""


class TerritoryNotFound(UnresolvedTerritory):
    def __init__(self, text, suggestions=()):
        self.text, self.suggestions = text, list(suggestions)
        sentence = (
            f"Aucune collectivité ne correspond à «\u00a0{text}\u00a0». " if text else "Collectivité vide. "
        )
        if self.suggestions:
            sentence += f"Peut-être\u00a0: {', '.join(one.label for one in self.suggestions)}. "
        super().__init__(f"{sentence}Écrivez le code INSEE de la commune ou le SIREN de l’intercommunalité.")


class AmbiguousTerritory(UnresolvedTerritory):
    def __init__(self, text, candidates):
        self.text, self.candidates = text, candidates
        labels = [candidate.label for candidate in candidates[:SHOWN_CANDIDATES]]
        more = ", …" if len(candidates) > SHOWN_CANDIDATES else "."
        verb = "répondent au code" if CODE.fullmatch(text) else "s’appellent"
        super().__init__(
            f"Plusieurs collectivités {verb} «\u00a0{text}\u00a0»\u00a0: {', '.join(labels)}{more} "
            f"Écrivez {_what_to_write(candidates)}."
        )


def _what_to_write(candidates):
    if candidates[0].kind == TerritoryKind.COMMUNE:
        return "le code INSEE"
    if candidates[0].siren:
        return "le numéro SIREN"
    return " ou ".join(f"«\u00a0{candidate.label}\u00a0»" for candidate in candidates[:SHOWN_CANDIDATES])


def resolve(text):
    """Return the one active territory of this exact code or name; raise an UnresolvedTerritory otherwise.

    A code is an INSEE code, a SIREN, one of ours ("dep-29") or that of a former commune; a postal code is
    none. A name may be followed by its department, "Saint-Aubin (40)". When kinds share a name the commune
    is meant, then the intercommunality, then the rest: "Paris" is 75056; "Paris (département)" is dep-75.
    """
    text = " ".join(text.replace("\x00", "").split())
    compact = text.replace(" ", "")
    if CODE.fullmatch(compact):
        return _only(_with_code(compact), text)
    located = NAME_AND_CONTEXT.fullmatch(text)
    found = _with_name(text)
    if located and not found:
        found = [t for t in _with_name(located["name"]) if _fits(t, fold(located["context"]))]
    return _only(_preferred(found), text)


def _only(candidates, text):
    shown = text[:SHOWN_LETTERS]
    if not candidates:
        name = re.sub(r"\(.*", "", text)
        raise TerritoryNotFound(shown, Territory.objects.active().matching(name)[:SHOWN_SUGGESTIONS])
    if len(candidates) > 1:
        raise AmbiguousTerritory(shown, candidates)
    return candidates[0]


def _with_code(code):
    """Spreadsheets drop the first zero of "01004"."""
    code = code.lower() if "-" in code else code.upper()
    code = f"0{code}" if len(code) == 4 else code
    active = Territory.objects.active()
    for found in (
        active.filter(code=code),
        active.filter(siren=code),
        active.filter(predecessors__code=code),
    ):
        candidates = list(found)
        if candidates:
            return candidates
    former = list(active.filter(aliases__code=code).distinct())
    # 29200 was the INSEE code of Ploujean, now Morlaix, and is the postal code of Brest: never guess.
    if not former:
        return []
    others = active.filter(postal_codes__contains=code).exclude(pk__in=[one.pk for one in former])
    return former + list(others)


def _with_name(name):
    keys = list(dict.fromkeys((search_key(name), search_key(without_ville_de(fold(name))))))
    if not keys[0]:
        return []
    active = Territory.objects.active()
    for found in (
        active.filter(search_name__in=keys),
        active.filter(aliases__search_name__in=keys).distinct(),
        active.filter(search_name__in=[start + keys[-1] for start in TYPE_STARTS]),
    ):
        candidates = list(found)
        if candidates:
            break
    # "Val" and "Le Val" are two communes: an article that was written, or left out, decides.
    whole = fold(name)
    return [t for t in candidates if fold(t.name) == whole] or candidates


def _fits(territory, context):
    department, region = territory.department_code, territory.region_code
    places = (
        department.lower(),
        fold(areas.DEPARTMENTS.get(department, ("",))[0]),
        fold(areas.REGIONS.get(region, "")),
        fold(territory.country),
        fold(territory.get_kind_display()),
    )
    return bool(context) and context in places


def _preferred(found):
    """Return the only one meant, or all when in doubt, communes first."""
    communes = [t for t in found if t.kind == TerritoryKind.COMMUNE]
    groups = [t for t in found if t.kind in INTERCOMMUNAL_KINDS]
    others = [t for t in found if t not in communes and t not in groups]
    first = communes or groups or others
    if len(first) == 1 and not any(_overshadows(other, first[0]) for other in others):
        return first
    return communes + groups + others


def _overshadows(other, territory):
    return other != territory and (other.population or 0) > OVERSHADOWED * (territory.population or 0)
