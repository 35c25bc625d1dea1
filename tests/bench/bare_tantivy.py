"""The same search written straight on tantivy-py: what any program would write, and nothing of ours.

The chain of analysis and the fields are said again here, so that this file stays a measure of the contract.
"""

import tempfile
from dataclasses import dataclass

import tantivy
from tantivy import Filter, Occur, Query, SnippetGenerator, TextAnalyzerBuilder, Tokenizer

from search.analysis import STOP_WORDS

from .queries import PER_PAGE

BOOSTS = {"title": 4.0, "summary": 2.0, "keywords": 3.0, "who": 1.5, "body": 1.0}
FACETS = ("theme", "population", "region", "type", "mutualisation", "state", "cost", "programme", "evidence")
FACETS += ("year", "audience", "open", "open_source", "evaluation", "licence", "reused")
MOST_VALUES = 10_000
PASSAGE_SIGNS = 220


@dataclass
class Answer:
    keys: list
    total: int
    counts: dict
    highlights: dict


class BareTantivy:
    def __init__(self, folder):
        self.index = tantivy.Index.open(str(folder))
        chain = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
        chain = chain.filter(Filter.remove_long(60)).filter(Filter.custom_stopword(sorted(STOP_WORDS)))
        self.analyzer = chain.filter(Filter.stemmer("french")).build()
        self.index.register_tokenizer("french", self.analyzer)
        self.schema = self.index.schema

    def __call__(self, search):
        searcher = self.index.searcher()
        words = self._words(search)
        matching = self._filtered(words, search.filters)
        by = {"order_by_field": "newest"} if search.newest or words is None else {}
        found = searcher.search(matching, PER_PAGE, offset=search.offset, **by)
        addresses = [address for _, address in found.hits]
        keys = searcher.fast_field_values("pk", addresses) if addresses else []
        counts = self._counts(searcher, words, search.filters)
        highlights = self._highlights(searcher, words, keys, addresses) if words and search.plain else {}
        return Answer(list(keys), found.count, counts, highlights)

    def feed(self, documents):
        """A new index of the same schema, by the writer as the library gives it; returns the count."""
        with tempfile.TemporaryDirectory() as folder:
            index = tantivy.Index(self.schema, path=folder)
            index.register_tokenizer("french", self.analyzer)
            writer = index.writer()
            for document in documents:
                fields = {name: getattr(document, name) for name in document.__slots__}
                values = {
                    name: list(value) if isinstance(value, tuple) else value
                    for name, value in fields.items()
                    if value is not None
                }
                writer.add_document(tantivy.Document.from_dict(values, self.schema))
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            return index.searcher().num_docs

    def _words(self, search):
        wanted = [self._anywhere([word]) for word in search.words]
        if search.phrase:
            wanted.append(self._anywhere(search.phrase))
        if not wanted:
            return None
        clauses = [(Occur.Must, Query.boolean_query([(Occur.Should, one) for one in wanted], search.minimum))]
        if search.without:
            clauses.append((Occur.MustNot, self._anywhere([search.without])))
        return Query.boolean_query(clauses)

    def _anywhere(self, words):
        terms = [term for word in words for term in self.analyzer.analyze(word)]
        clauses = []
        for name, boost in BOOSTS.items():
            if len(terms) == 1:
                query = Query.term_query(self.schema, name, terms[0])
            else:
                query = Query.phrase_query(self.schema, name, terms)
            clauses.append((Occur.Should, Query.boost_query(query, boost)))
        return Query.boolean_query(clauses)

    def _filtered(self, words, filters):
        clauses = [(Occur.Must, words or Query.all_query())]
        for facet, values in filters.items():
            ticked = Query.term_set_query(self.schema, facet, list(values))
            clauses.append((Occur.Must, Query.const_score_query(ticked, 0.0)))
        return Query.boolean_query(clauses)

    def _counts(self, searcher, words, filters):
        counts = self._count(searcher, words, filters, [name for name in FACETS if name not in filters])
        for name in filters:
            rest = {facet: values for facet, values in filters.items() if facet != name}
            counts |= self._count(searcher, words, rest, [name])
        return counts

    def _count(self, searcher, words, filters, names):
        asked = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        answer = searcher.aggregate(self._filtered(words, filters), asked)
        return {name: {row["key"]: row["doc_count"] for row in answer[name]["buckets"]} for name in names}

    def _highlights(self, searcher, words, keys, addresses):
        """From the body, else from the summary."""
        generators = [
            SnippetGenerator.create(searcher, words, self.schema, name) for name in ("body", "summary")
        ]
        for generator in generators:
            generator.set_max_num_chars(PASSAGE_SIGNS)
        highlights = {}
        for key, address in zip(keys, addresses, strict=True):
            stored = searcher.doc(address)
            for generator in generators:
                snippet = generator.snippet_from_doc(stored)
                if snippet.highlighted():
                    highlights[key] = snippet.to_html()
                    break
        return highlights
