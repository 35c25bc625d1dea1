"""A small kind of document, so that the engines are tested without the database."""

import itertools
from dataclasses import dataclass

from search.analysis import normalise
from search.engines.base import SearchQuery
from search.query_text import parse
from search.schema import facet, key, number, order, prefix, text

versions = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDocument:
    pk: int = key()

    title: str = text(boost=4.0)
    summary: str = text(boost=2.0, passage=True)
    body: str = text(passage=True)

    theme: tuple[str, ...] = facet()
    region: tuple[str, ...] = facet()

    newest: int = order()
    size: int | None = number()
    begun: tuple[str, ...] = prefix()


def note(pk, title="", *, summary="", body="", theme=(), region=(), newest=0, size=None, begun=()):
    texts = {
        name: normalise(value) for name, value in (("title", title), ("summary", summary), ("body", body))
    }
    return NoteDocument(
        pk=pk,
        theme=tuple(theme),
        region=tuple(region),
        newest=newest << 32 | pk,
        size=size,
        begun=tuple(begun),
        **texts,
    )


def store(engine, *documents, removed=(), version=None):
    """Writes, with versions that grow unless one is given, and waits until it is seen."""
    keys = [document.pk for document in documents] + list(removed)
    engine.write(documents, removed, dict.fromkeys(keys, version or next(versions)))
    settle(engine)


def settle(engine):
    """Makes what was written visible at once, which Elasticsearch does every second."""
    if hasattr(engine, "indices"):
        engine.indices.client.indices.refresh(index=engine.indices.reading)


def query(typed="", **options):
    return SearchQuery(text=parse(typed), **options)


def found(engine, typed="", **options):
    """The keys that are answered, in order; words are not loosened."""
    return list(engine.answer(query(typed, **options)).keys)


def marked(passage):
    """The pieces of a passage that are marked."""
    return [text for text, is_marked in passage if is_marked]
