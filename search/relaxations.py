"""Ways out of a search that finds nothing: what each filter, quote or exclusion costs, counted exactly.

Dropping one word of several is not among them: the engine has already been content with any of the words.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .answering import answer
from .engines.base import SearchQuery, SearchUnavailable
from .filters import PLACE
from .query_text import PIECE, QUOTES
from .understanding import understand

MOST = 6  # ways out counted for one empty page, and shown
MOST_NAMED = 3  # values said one by one


@dataclass(frozen=True, slots=True)
class Relaxation:
    url: str
    label: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    changes: dict  # of the query string
    query: SearchQuery
    text: str  # of the query, which a page corrects
    label: str
    why: str


def relaxations(filterset, facet_counts) -> list[Relaxation]:
    """What gives sheets where this search gives none, most sheets first; each count is that of its page.

    `facet_counts` are those of the empty answer: they ignore the choice made in each facet, and so tell which
    one is worth dropping. Counts at most MOST of them; when the engine fails or is slow, what has been
    counted stands.
    """
    query = filterset.search_query
    promising = {name: sum(facet_counts.get(name, {}).values()) for name in query.filters}
    dropped = sorted(promising, key=promising.get, reverse=True)
    alone = [_without_facet(filterset, query, name) for name in dropped]
    alone += _other_texts(filterset.text, query)
    several = [] if any(promising.values()) else list(_all_at_once(filterset.text, query))
    found = []
    with contextlib.suppress(SearchUnavailable):
        for candidates in (alone[: MOST - len(several)], several):
            if not found:
                for candidate in candidates:
                    found += _counted(filterset, candidate)
    return sorted(found, key=lambda relaxation: -relaxation.count)


def _counted(filterset, candidate):
    count = answer(filterset.extras, candidate.query.counting(), candidate.text).results.total
    url = filterset.url(**filterset.as_far | candidate.changes)
    return [Relaxation(url, candidate.label, candidate.why, count)] if count else []


def _without_facet(filterset, query, name):
    without = replace(query, filters=query.without_filter(name))
    if name == "cell":
        label, why = "Partout en France", "sans le secteur de la carte ni la distance"
        return _Candidate(dict.fromkeys(PLACE), without, filterset.text, label, why)
    facet, labels = filterset.named(name)
    named = [f"«\u00a0{labels[value]}\u00a0»" for value in query.filters[name]]
    if len(named) == 1:
        label = f"Sans le filtre {named[0]}"
    elif len(named) <= MOST_NAMED:
        label = f"Sans les filtres {', '.join(named[:-1])} et {named[-1]}"
    else:
        label = f"Sans les {len(named)} filtres du critère «\u00a0{facet}\u00a0»"
    return _Candidate({name: None}, without, filterset.text, label, facet)


def _other_texts(text, query) -> Iterator[_Candidate]:
    """The same words out of their quotes, and without each exclusion."""
    if not query.text:
        return
    plain = text.translate(QUOTES)
    pieces = list(PIECE.finditer(plain))
    if any(piece["phrase"] and not piece["minus"] for piece in pieces):
        words = "".join(piece[0] if piece["minus"] else piece[0].replace('"', " ") + " " for piece in pieces)
        yield from _with_text(
            words, query, "Sans les guillemets", "les mots comptent, où qu’ils soient dans la fiche"
        )
    for piece in pieces:
        if piece["minus"]:
            rest = plain[: piece.start()] + plain[piece.end() :]
            excluded = (piece["phrase"] or piece["word"] or "").strip()
            yield from _with_text(
                rest, query, f"Sans exclure «\u00a0{excluded}\u00a0»", "le signe moins écarte des fiches"
            )


def _with_text(text, query, label, why):
    text = " ".join(text.split())
    tree = understand(text)
    if tree != query.text:
        yield _Candidate({"q": text or None}, replace(query, text=tree), text, label, why)


def _all_at_once(text, query):
    if len(query.filters) > 1:
        changes = dict.fromkeys([*query.filters, "near", "within"])
        yield _Candidate(
            changes, replace(query, filters={}), text, "Sans aucun filtre", "vos mots, dans toutes les fiches"
        )
    if query.filters and query.text:
        yield _Candidate(
            {"q": None},
            replace(query, text=None),
            "",
            f"Sans «\u00a0{text}\u00a0»",
            "vos filtres, sans les mots",
        )
