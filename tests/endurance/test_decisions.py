import pytest

from tests.endurance.decisions import endure


@pytest.mark.slow
def test_twelve_pairs_at_once_leave_one_decision_each(tmp_path):
    outcome = endure(tmp_path, count=12)

    assert outcome.faults == ()
    assert sum(outcome.answers.values()) == 24
