"""From a SearchQuery to the query trees of Tantivy.

Only query constructors: nothing that was typed is ever read as a query language.
"""

from tantivy import FieldType, Occur, Query


class Queries:
    """Makes queries for one index: its fields, its schema as Tantivy reads it, its chain of analysis."""

    def __init__(self, fields, schema, analyzer):
        self.fields, self.schema, self.analyzer = fields, schema, analyzer

    def with_prefixes(self, words, prefixes):
        """The query of what was typed, or None, and of the beginnings of words."""
        if not prefixes:
            return words
        begun = [Query.term_query(self.schema, self.fields.prefix, prefix) for prefix in prefixes]
        clauses = [(Occur.Must, Query.const_score_query(prefix, 0.0)) for prefix in begun]
        return Query.boolean_query([*([(Occur.Must, words)] if words else []), *clauses])

    def words(self, text):
        """The query of what was typed, or None."""
        if text is None:
            return None
        clauses = [(Occur.Should, self._term(term)) for term in text.terms]
        wanted = Query.boolean_query(clauses, text.minimum) if clauses else Query.all_query()
        unwanted = [(Occur.MustNot, self._anywhere(phrase)) for phrase in text.excluded]
        return Query.boolean_query([(Occur.Must, wanted), *unwanted])

    def matching(self, words, filters):
        """What holds the words, all when there are none, and has the values; only words give a score."""
        clauses = [(Occur.Must, words)] if words else [(Occur.Must, Query.all_query())]
        for facet, values in filters.items():
            anyone = Query.term_set_query(self.schema, facet, list(values))
            clauses.append((Occur.Must, Query.const_score_query(anyone, 0.0)))
        return Query.boolean_query(clauses)

    def with_steps(self, matching, steps):
        """The same documents, with what steps add to their scores."""
        if not steps:
            return matching
        added = [(Occur.Should, Query.const_score_query(self._step(step), step.score)) for step in steps]
        return Query.boolean_query([(Occur.Must, matching), *added])

    def key_above(self, key):
        """The documents whose key is greater."""
        return self._between(self.fields.key, key + 1, None)

    def within(self, matching, field, low=None, high=None):
        """The same documents with the same scores, but only those whose number is between the bounds."""
        inside = Query.const_score_query(self._between(field, low, high), 0.0)
        return Query.boolean_query([(Occur.Must, matching), (Occur.Must, inside)])

    def _step(self, step):
        if step.values:
            return Query.term_set_query(self.schema, step.field, list(step.values))
        return self._between(step.field, step.low, step.high)

    def _between(self, field, low, high):
        return Query.range_query(self.schema, field, FieldType.Integer, lower_bound=low, upper_bound=high)

    def _term(self, term):
        """The best of the ways to say a term."""
        ways = [self._anywhere(way.phrase, way.weight) for way in term.alternatives]
        return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)

    def _anywhere(self, phrase, weight=1.0):
        """A phrase in any of the text fields; scores add up, weighted by field."""
        terms = self._analysed(phrase)
        if not terms:
            return Query.empty_query()
        clauses = [
            (Occur.Should, Query.boost_query(self._in_field(terms, name), field.boost * weight))
            for name, field in self.fields.texts.items()
        ]
        return Query.boolean_query(clauses, 1)

    def _analysed(self, phrase):
        """The terms of a phrase, each with its place; the chain of analysis is that of all text fields."""
        return [
            (place, term)
            for word, place in zip(phrase.words, phrase.places, strict=True)
            for term in self.analyzer.analyze(word)
        ]

    def _in_field(self, terms, name):
        if len(terms) == 1:
            return Query.term_query(self.schema, name, terms[0][1])
        return Query.phrase_query(self.schema, name, terms)
