import pytest

from search.documents import PracticeDocument
from search.schema import Kind, Schema
from tests.bench.queries import BenchSearch
from tests.elasticsearch_download import ServerUnavailable
from tests.peers.postgresql import PostgresqlSearch
from tests.servers import Postgresql


@pytest.fixture(scope="module")
def load():
    """Loads documents into a PostgreSQL of our own; gives the search."""
    try:
        server = Postgresql().start()
    except ServerUnavailable as error:
        pytest.skip(str(error))
    search = PostgresqlSearch(server.url)

    def load(*documents):
        assert search.load(documents) == len(documents)
        return search

    yield load
    search.close()
    server.close()


def document(key, body, **values):
    empty = {
        Kind.KEY: key,
        Kind.ORDER: key,
        Kind.NUMBER: None,
        Kind.TEXT: "",
        Kind.FACET: (),
        Kind.PREFIX: (),
    }
    blank = {name: empty[field.kind] for name, field in Schema(PracticeDocument).fields.items()}
    return PracticeDocument(**blank | {"body": body} | values)


def counted(counts):
    return {facet: values for facet, values in counts.items() if values}


def test_postgresql_finds_words_whatever_their_accents_and_marks_them(load):
    search = load(document(1, "La médiathèque prête des tablettes."), document(2, "La crèche."))

    keys, total, _, passages = search(BenchSearch(words=("mediatheque",)))

    assert (keys, total, list(passages)) == ([1], 1, [1])
    assert "<b>" in passages[1]


def test_postgresql_counts_each_facet_without_its_own_filter(load):
    search = load(
        document(1, "école", theme=("a",), type=("commune",)),
        document(2, "école", theme=("b",), type=("commune",)),
        document(3, "école", theme=("a",), type=("cc",)),
    )

    keys, total, counts, _ = search(BenchSearch(filters={"theme": ("a",)}))

    assert (keys, total) == ([3, 1], 2)
    assert counted(counts) == {"theme": {"a": 2, "b": 1}, "type": {"commune": 1, "cc": 1}}


def test_postgresql_knows_phrases_and_what_is_left_out(load):
    search = load(
        document(1, "un logiciel libre"),
        document(2, "libre de tout logiciel"),
        document(3, "logiciel libre payant"),
    )

    keys, total, _, _ = search(BenchSearch(phrase=("logiciel", "libre"), without="payant"))

    assert (keys, total) == ([1], 1)
