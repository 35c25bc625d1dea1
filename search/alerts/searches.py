"""A saved search as a search: what is kept of a URL, how it reads, what it finds."""

from dataclasses import replace

from django.http import QueryDict

from practices.models import PracticePage

from ..answering import answer
from ..documents import PracticeDocument
from ..engines.base import DEEPEST_RESULT, SearchUnavailable, get_engine
from ..filters import PracticeSearchFilterSet

STEP = 100  # sheets read at a time
EVERYTHING = "Toutes les fiches"


def as_listed(filterset):
    """The search whose sheets the list shows: with its words corrected where the list corrects them.

    The same search when nothing is corrected, or when no engine answers.
    """
    if filterset.engine_failed or not filterset.tree:
        return filterset
    try:
        found = answer(get_engine(PracticeDocument), filterset.search_query.counting(), filterset.text)
    except SearchUnavailable:
        return filterset
    if not found.replaced:
        return filterset
    return PracticeSearchFilterSet(filterset.parameters(q=found.replaced, within=filterset.reach))


def canonical(filterset):
    """What narrows the search, alone: order, page, map and closeness change nothing of what is new.

    The distance that was found for « autour de moi » is kept, so that it does not change from day to day.
    """
    return filterset.query_string(like=None, loosen=None, sort=None, view=None, within=filterset.reach)


def described(filterset):
    """The search in French: its words, then the values it asks for."""
    parts = [f"«\u00a0{filterset.text}\u00a0»"] if filterset.text else []
    for name, values in filterset.narrowing.items():
        label, labels = filterset.named(name)
        parts.append(f"{label}\u00a0: " + ", ".join(str(labels[value]) for value in values))
    if filterset.values.get("cell"):
        parts.append("dans un carré de la carte")
    if filterset.position:
        parts.append(f"à moins de {filterset.reach}\u00a0km du lieu choisi")
    return "\u202f; ".join(parts) or EVERYTHING


def is_lost(filterset):
    """Whether all values of something that narrows are gone: without it the search would find much more.

    A canonical query holds nothing else, so a parameter that is no longer known counts too.
    """
    return any(not filterset.values.get(name) for name, _, _ in filterset.dropped)


def filterset_of(saved):
    return PracticeSearchFilterSet(QueryDict(saved.query))


def new_sheets(saved, filterset, most):
    """At most `most` sheets, the newest first, that appeared after the search was saved and were not told.

    The walk is in the order of the last publication, which is never before the first: it stops at the first
    page that ends before the search was saved. What moves during the walk is found by the next one. The
    words are never loosened. Raises SearchUnavailable.
    """
    found, asked = {}, filterset.search_query  # with all that narrows, facets or not
    query = replace(asked, facets=(), order="newest", steps=(), limit=STEP, passages=False)
    for offset in range(0, DEEPEST_RESULT, STEP):
        step = replace(query, offset=offset)
        keys = get_engine(PracticeDocument).answer(step).keys
        sheets = PracticePage.objects.findable().select_related("lead").in_bulk(keys)
        told = set(saved.alerted.filter(sheet__in=keys).values_list("sheet", flat=True))
        for key in keys:
            sheet = sheets.get(key)
            if sheet and key not in told and sheet.first_published_at > saved.created_at:
                found[key] = sheet
        last = sheets.get(keys[-1]) if keys else None
        if len(keys) < STEP or len(found) >= most or (last and last.last_published_at <= saved.created_at):
            break
    return list(found.values())[:most]
