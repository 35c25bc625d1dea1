import pytest

from tests.elasticsearch_download import ServerUnavailable
from tests.endurance.decisions import endure
from tests.servers import Postgresql


@pytest.mark.slow
def test_twelve_pairs_at_once_leave_one_decision_each(tmp_path):
    outcome = endure(tmp_path, count=12)

    assert outcome.faults == ()
    assert sum(outcome.answers.values()) == 24


@pytest.mark.slow
def test_eight_pairs_on_postgresql_leave_one_decision_each(tmp_path):
    try:
        server = Postgresql()
    except ServerUnavailable as error:
        pytest.skip(str(error))
    with server:
        outcome = endure(tmp_path, count=8, database_url=server.url)

    assert outcome.faults == ()
    assert sum(outcome.answers.values()) == 16
