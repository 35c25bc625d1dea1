"""From a SearchQuery to the searches of Elasticsearch, and from their answers to SearchResults.

Only query constructors: nothing that was typed is ever read as a query language.
"""

import re
import zlib

from elasticsearch.dsl import Q

from .base import DEEPEST_RESULT, SearchResults

PASSAGE_SIGNS = 220  # about two lines of a card
MOST_VALUES = 10_000  # of one facet; far above any vocabulary of ours
GAP = "le"  # a stop word: stands where one was left out of a phrase
# Around what was found in a passage: private signs, which documents lose when they are written.
MARK, END_OF_MARK = "\ue000", "\ue001"
WITHOUT_MARKS = str.maketrans(dict.fromkeys(MARK + END_OF_MARK))
MARKED = re.compile(f"{MARK}([^{END_OF_MARK}]*){END_OF_MARK}")


def searches(schema, query):
    """The searches that answer a query, to be asked together, as plain JSON: objects of the library are made
    for queries alone, since those of all the rest cost more than the words.

    One of the hits, scored among what the filters leave. One of the counts, for which nothing is scored, and
    whose answer Elasticsearch keeps: the next page, or another order, needs the same.
    """
    yield _hits(schema, query)
    if query.facets:
        yield _counts(schema, query)


def _hits(schema, query):
    end = min(query.offset + query.limit, DEEPEST_RESULT)
    start = min(query.offset, end)
    body = {
        "query": _with_steps(matching(schema, query, query.filters), query.steps).to_dict(),
        "sort": list(_sort(schema, query)),
        "from": start,
        "size": end - start,
        "_source": False,
        "track_total_hits": True,
    }
    if query.passages and query.text and query.text.terms:
        body["highlight"] = _highlight(schema, query.text)
    return body


def _highlight(schema, text):
    return {
        "type": "unified",
        "fields": {name: {} for name in schema.passages},
        "fragment_size": PASSAGE_SIGNS,
        "number_of_fragments": 1,
        "boundary_scanner_locale": "fr-FR",
        "pre_tags": [MARK],
        "post_tags": [END_OF_MARK],
        "highlight_query": _each_word(schema, text).to_dict(),
    }


def _counts(schema, query):
    """Filters of counted facets stand beside the counts, so that each facet can leave out its own."""
    after = query.choices
    before = {name: values for name, values in query.filters.items() if name not in after}
    return {
        "query": {"bool": {"filter": matching(schema, query, before).to_dict()}},
        "aggs": {
            str(number): {
                "filter": _all_of(filters).to_dict(),
                "aggs": {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names},
            }
            for number, (names, filters) in enumerate(_counted_together(query, after))
        },
        "size": 0,
        "track_total_hits": False,
    }


def copy_of(query):
    """The name of a copy of the index: scores differ a little between copies, so the pages of one search come
    from the same one.
    """
    return str(zlib.crc32(repr((query.text, query.filters)).encode()))


def results(schema, query, answers):
    """What the engine answers, from the answers to `searches` as plain JSON: objects made of them cost more
    than all the rest here.
    """
    found, *counted = answers
    passages = {int(hit["_id"]): _passage(schema, hit.get("highlight", {})) for hit in found["hits"]["hits"]}
    counts = {
        name: {row["key"]: row["doc_count"] for row in answer["aggregations"][str(number)][name]["buckets"]}
        for answer in counted
        for number, (names, _) in enumerate(_counted_together(query, query.choices))
        for name in names
    }
    told = {key: passage for key, passage in passages.items() if passage}
    return SearchResults(tuple(passages), found["hits"]["total"]["value"], counts, told)


def matching(schema, asked, filters):
    """What holds the words and their beginnings, and has the values; only words give a score."""
    query, text = _all_of(filters), asked.text
    if text is not None:
        if text.terms:
            terms = [_term(schema, term) for term in text.terms]
            query &= Q("bool", should=terms, minimum_should_match=text.minimum)
        query &= Q("bool", must_not=[_anywhere(schema, phrase) for phrase in text.excluded])
    if asked.prefixes:
        query &= Q("bool", filter=[Q("term", **{schema.prefix: prefix}) for prefix in asked.prefixes])
    return query


def _all_of(filters):
    return Q("bool", filter=[Q("terms", **{name: list(values)}) for name, values in filters.items()])


def _term(schema, term):
    """The best of the ways to say a term."""
    ways = [_anywhere(schema, way.phrase, way.weight) for way in term.alternatives]
    return ways[0] if len(ways) == 1 else Q("dis_max", queries=ways)


def _anywhere(schema, phrase, weight=1.0):
    """A phrase in any of the text fields; scores add up, weighted by field."""
    fields = [f"{name}^{field.boost * weight}" for name, field in schema.texts.items()]
    if phrase.is_word:
        return Q("multi_match", query=phrase.words[0], fields=fields, type="most_fields", operator="and")
    text = _with_gaps(phrase)
    return Q("multi_match", query=text, fields=fields, type="phrase", tie_breaker=1.0)


def _each_word(schema, text):
    """What is marked in passages: each word by itself, as Tantivy does."""
    words = {word for term in text.terms for way in term.alternatives for word in way.phrase.words}
    fields = list(schema.passages)
    return Q("bool", should=[Q("multi_match", query=word, fields=fields) for word in sorted(words)])


def _with_gaps(phrase):
    """The words at their places, with a stop word wherever one was left out."""
    by_place = dict(zip(phrase.places, phrase.words, strict=True))
    return " ".join(by_place.get(place, GAP) for place in range(phrase.places[-1] + 1))


def _with_steps(query, steps):
    """The same documents, with what steps add to their scores."""
    if not steps:
        return query
    added = [Q("constant_score", filter=_step(step), boost=step.score) for step in steps]
    return Q("bool", must=[query], should=added)


def _step(step):
    if step.values:
        return Q("terms", **{step.field: list(step.values)})
    return Q("range", **{step.field: {"gte": step.low, "lte": step.high}})


def _sort(schema, query):
    if query.by_score:
        yield {"_score": {"order": "desc"}}
    if query.order:  # an index of an older schema may lack it
        yield {query.order: {"order": "desc", "unmapped_type": "long"}}
    yield {schema.key: {"order": "asc"}}


def _counted_together(query, after):
    """Facets by the filters they are counted under: all without a choice, then each that has one."""
    untouched = [name for name in query.facets if name not in after]
    if untouched:
        yield untouched, after
    for name in after:
        yield [name], {other: values for other, values in after.items() if other != name}


def _passage(schema, found):
    """The extract of the last passage field that holds the words: the body before the summary."""
    for name in reversed(schema.passages):
        if name in found:
            pieces = MARKED.split(found[name][0])  # what was found stands at odd places
            return tuple((text, place % 2 == 1) for place, text in enumerate(pieces) if text)
    return ()
