import pytest
from django.core.checks import run_checks


@pytest.mark.parametrize(
    ("engine", "identifier"),
    [
        ({"BACKEND": "search.engines.lucene.Engine"}, "search.E001"),
        ({"BACKEND": "portal.wsgi.application"}, "search.E002"),
        (
            {
                "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
                "OPTIONS": {"hosts": ["localhost:9200"]},
            },
            "search.E003",
        ),
        (
            {
                "BACKEND": "search.engines.tantivy.TantivyEngine",
                "OPTIONS": {"path": "/nowhere/at/all/index"},
            },
            "search.E004",
        ),
    ],
)
def test_wrong_engine_is_said_at_the_start(settings, engine, identifier):
    settings.SEARCH_ENGINE = engine

    assert [message.id for message in run_checks() if message.id.startswith("search.")] == [identifier]


def test_right_engine_says_nothing():
    assert [message for message in run_checks() if message.id.startswith("search.")] == []
