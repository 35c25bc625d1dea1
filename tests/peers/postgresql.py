"""The same search in PostgreSQL's own full text: one plain table, a weighted `tsvector`, counts by SQL.

What a view would ask for a page: twenty keys in order, the total, the counts of every facet without its own
filter, a passage of each result. Words are folded first, since the French dictionary keeps accents.
"""

import psycopg

from practices.plain_text import fold

from .facets import FACETS

WEIGHTS = {"title": "A", "summary": "B", "keywords": "B", "who": "C", "body": "D"}
COLUMNS = ("pk", "newest", *WEIGHTS, *FACETS)
RANKS = [0.25, 0.375, 0.5, 1.0]  # of D, C, B and A: the boosts of the index, a quarter of them
PER_PAGE = 20
QUERY = "websearch_to_tsquery('french', %(words)s)"

TABLE = """
    DROP TABLE IF EXISTS peer;
    CREATE TABLE peer (pk bigint PRIMARY KEY, newest bigint NOT NULL, {texts}, {facets},
        words tsvector GENERATED ALWAYS AS ({weighted}) STORED)
""".format(
    texts=", ".join(f"{name} text NOT NULL" for name in WEIGHTS),
    facets=", ".join(f'"{facet}" text[] NOT NULL' for facet in FACETS),
    weighted=" || ".join(
        f"setweight(to_tsvector('french', {name}), '{weight}')" for name, weight in WEIGHTS.items()
    ),
)
INDEXES = "".join(
    [
        "CREATE INDEX ON peer USING gin (words); CREATE INDEX ON peer (newest);",
        *(f'CREATE INDEX ON peer USING gin ("{facet}");' for facet in FACETS),
    ]
)
COPY = "COPY peer ({}) FROM STDIN".format(", ".join(f'"{name}"' for name in COLUMNS))
TOTAL = "SELECT count(*) FROM peer WHERE {where}"
PAGE = "SELECT pk FROM peer WHERE {where} ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s"
RELEVANCE = f"ts_rank(%(ranks)s::real[], words, {QUERY}) DESC, pk"
COUNTS = "WITH found AS MATERIALIZED (SELECT {columns} FROM peer WHERE {where}) {each}"
COUNT = """SELECT '{facet}', value, count(*) FROM found, unnest("{facet}") AS value GROUP BY value"""
OPTIONS = "MaxFragments=1, MaxWords=35, MinWords=15"
PASSAGES = f"SELECT pk, ts_headline('french', body, {QUERY}, '{OPTIONS}') FROM peer WHERE pk = ANY(%(keys)s)"


class PostgresqlSearch:
    """To be loaded once, then called with searches."""

    def __init__(self, url):
        self.connection = psycopg.connect(url, autocommit=True)

    def close(self):
        self.connection.close()

    def load(self, documents):
        """Replaces the table by these documents, and indexes it; returns their count."""
        self.connection.execute(TABLE)
        with self.connection.cursor() as cursor, cursor.copy(COPY) as rows:
            for document in documents:
                rows.write_row([_column(document, name) for name in COLUMNS])
        self.connection.execute(INDEXES)
        self.connection.execute("VACUUM ANALYZE peer")
        return self._one(TOTAL.format(where="true"))

    def size(self):
        """Bytes of the table, its texts included, and of its indexes."""
        return self._one("SELECT pg_total_relation_size('peer')")

    def __call__(self, search):
        """Keys in order, total, counts by facet, passages by key."""
        words = _typed(search)
        where, values = _matching(words, search.filters)
        total = self._one(TOTAL.format(where=where), values)
        order = RELEVANCE if words and not search.newest else "newest DESC"
        values |= {"ranks": RANKS, "limit": PER_PAGE, "offset": search.offset}
        keys = [key for (key,) in self.connection.execute(PAGE.format(where=where, order=order), values)]
        passages = self.connection.execute(PASSAGES, {"words": words, "keys": keys}) if words else ()
        return keys, total, self._counts(words, search.filters), dict(passages)

    def _counts(self, words, filters):
        """One question for all facets without a choice, and one for each that has one."""
        counts = self._count(words, filters, [name for name in FACETS if name not in filters])
        for name in filters:
            rest = {facet: ticked for facet, ticked in filters.items() if facet != name}
            counts |= self._count(words, rest, [name])
        return counts

    def _count(self, words, filters, names):
        where, values = _matching(words, filters)
        columns = ", ".join(f'"{name}"' for name in names)
        each = " UNION ALL ".join(COUNT.format(facet=name) for name in names)
        counts = {name: {} for name in names}
        asked = COUNTS.format(columns=columns, where=where, each=each)
        for facet, value, count in self.connection.execute(asked, values):
            counts[facet][value] = count
        return counts

    def _one(self, statement, values=None):
        return self.connection.execute(statement, values).fetchone()[0]


def _typed(search):
    """In the words of PostgreSQL's own search box: "or" between words of which not all are wanted."""
    wanted = [*search.words, *([f'"{" ".join(search.phrase)}"'] if search.phrase else [])]
    typed = (" or " if search.operator == "or" else " ").join(wanted)
    return fold(f"{typed} -{search.without}" if search.without else typed)


def _matching(words, filters):
    """The condition and its values."""
    clauses = [f"words @@ {QUERY}"] if words else ["true"]
    clauses += [f'"{name}" && %({name})s' for name in filters]
    return " AND ".join(clauses), {"words": words} | {name: list(ticked) for name, ticked in filters.items()}


def _column(document, name):
    value = getattr(document, name)
    if name in WEIGHTS:
        return fold(value)
    return list(value) if isinstance(value, tuple) else value
