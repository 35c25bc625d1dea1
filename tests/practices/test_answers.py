from decimal import Decimal

import pytest

from practices.answers import answers_of
from practices.forms.steps import MeansForm, ResultsForm, WhoForm
from practices.models import Indicator, Software
from tests.factories.practices import PracticeFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def told(practice, form):
    return {answer.name: answer.text for answer in answers_of(practice, form)}


def test_answers_are_in_words():
    practice = PracticeFactory(programmes=[ProgrammeFactory(name="France Relance")])
    practice.investment, practice.chosen_cost_band = 0, "gratuit"

    assert told(practice, MeansForm) == {
        "investment": "0",
        "running_cost": "",
        "chosen_cost_band": "Gratuit",
        "staffing": "",
        "financing": "",
        "programmes": "France Relance",
    }


def test_lines_are_told_one_a_line():
    practice = PracticeFactory()
    practice.indicators = [Indicator(name="Délai", before=Decimal("12.00"), after=Decimal("3.50"))]
    practice.software = [Software(name="Jitsi", is_open_source=True), Software(name="Zoom")]

    assert told(practice, ResultsForm)["indicators"] == (
        "Ce qui est mesuré\u00a0: Délai · Avant\u00a0: 12 · Après\u00a0: 3,5"
    )
    assert told(practice, WhoForm)["software"] == (
        "Logiciel ou service\u00a0: Jitsi · Est-ce un logiciel libre\u202f?\u00a0: Oui\n"
        "Logiciel ou service\u00a0: Zoom"
    )
