import pytest

from tests.endurance.submissions import endure


@pytest.mark.slow
def test_twenty_sheets_under_kills_are_all_there_once(tmp_path):
    outcome = endure(tmp_path, count=20)

    assert (outcome.sheets, outcome.duplicates, outcome.lost) == (20, 0, 0)
    assert outcome.kills > 1
