import pytest

from practices.completeness import completeness_of
from practices.models import Step
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


def test_completeness_names_what_is_asked_and_says_why_the_rest_matters():
    practice = PracticeFactory(summary="")
    practice.steps = [Step(title="Vote")]
    practice.running_cost = 0

    completeness = completeness_of(practice)

    assert [(one.label, one.url) for one in completeness.asked] == [
        ("En une phrase", f"/mon-espace/fiches/{practice.pk}/#champ-summary")
    ]
    assert not {"Les grandes dates", "Le coût"} & {one.label for one in completeness.wished}
    assert all(one.why for one in completeness.wished)
    assert completeness.first_wishes == completeness.wished[:3]
    assert completeness.filled == completeness.total - 1 - len(completeness.wished)


def test_roof_is_whole_only_when_all_is_told():
    tiles = completeness_of(PracticeFactory()).tiles

    assert len(tiles) == 12
    assert 0 < sum(is_laid for _, _, is_laid in tiles) < 12
