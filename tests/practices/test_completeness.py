from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from practices.completeness import completeness_of
from practices.forms.writing import WHY, QuickForm
from practices.models import PracticePage, Step
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


def test_completeness_names_what_is_asked_and_says_why_the_rest_matters():
    practice = PracticeFactory(summary="")
    practice.steps = [Step(title="Vote")]
    practice.running_cost = 0

    completeness = completeness_of(practice)

    assert [(one.label, one.url, one.why) for one in completeness.asked] == [
        ("En une phrase", f"/mon-espace/fiches/{practice.pk}/#champ-summary", WHY["summary"])
    ]
    assert not {"Les grandes dates", "Le coût"} & {one.label for one in completeness.wished}
    assert all(one.why for one in completeness.wished)
    assert completeness.first_wishes == completeness.wished[:3]
    assert [*completeness.first_wishes, *completeness.other_wishes] == completeness.wished
    assert completeness.filled == completeness.total - 1 - len(completeness.wished)


def test_roof_is_whole_only_when_all_is_told():
    tiles = completeness_of(PracticeFactory()).tiles

    assert len(tiles) == 12
    assert 0 < sum(is_laid for _, _, is_laid in tiles) < 12


def test_each_answer_that_the_review_asks_has_its_reason():
    assert set(WHY) == set(PracticePage.QUICK_FIELDS) == set(QuickForm.expected)


def test_nothing_that_the_form_calls_optional_is_asked_before_sending(town, territory):
    practice = PracticeFactory(lead=territory, state_date=None)

    completeness = completeness_of(practice)

    assert completeness.asked == []
    assert completeness.wished[0].url.endswith("#champ-state_date")
    assert "Envoyer en relecture" in town.get(reverse("practices:submit", args=[practice.pk])).text


def test_page_names_all_that_is_missing_and_why(town, territory):
    practice = PracticeFactory(lead=territory, summary="")
    completeness = completeness_of(practice)

    html = town.get(reverse("practices:edit", args=[practice.pk])).content.decode()

    panel = unescape(strip_tags(html[html.index('id="t-complet"') :]))
    for missing in (*completeness.asked, *completeness.wished):
        assert f"{missing.label}\u00a0: {missing.why}." in panel
