import datetime

import pytest

from practices.moments import day_and_hour, hour

SUMMER = datetime.datetime(2026, 7, 3, 12, 5, tzinfo=datetime.UTC)
FIRST = datetime.datetime(2026, 2, 28, 23, 30, tzinfo=datetime.UTC)  # in France, the next day


@pytest.mark.parametrize(("moment", "told"), [(SUMMER, "14\u00a0h\u00a005"), (FIRST, "0\u00a0h\u00a030")])
def test_hour_is_local_and_holds_together(moment, told):
    assert hour(moment) == told


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (SUMMER, "3\u00a0juillet 2026 à 14\u00a0h\u00a005"),
        (FIRST, "1er\u00a0mars 2026 à 0\u00a0h\u00a030"),
    ],
)
def test_day_is_written_as_french_wants_it(moment, told):
    assert day_and_hour(moment) == told
