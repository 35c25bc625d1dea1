from decimal import Decimal

import pytest

from practices.answers import answers_of, answers_of_files
from practices.files.models import FileState
from practices.forms.steps import MeansForm, ResultsForm, WhoForm
from practices.models import Attachment, Indicator, Software
from tests.factories.files import SheetFileFactory
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


def test_files_are_told_with_what_is_said_of_them():
    practice = PracticeFactory()
    practice.image = SheetFileFactory(name="velos.jpg", extension="jpg", practice=practice)
    practice.image_alt, practice.image_credit = "Trois vélos", "Ville de Luzy"
    practice.attachments = [
        Attachment(
            file=SheetFileFactory(name="convention.pdf", practice=practice),
            title="Convention type",
            kind="convention",
        ),
        Attachment(file=SheetFileFactory(name="plan.pdf", practice=practice, state=FileState.HELD)),
    ]

    assert {answer.label: answer.text for answer in answers_of_files(practice)} == {
        "Image en tête": "velos.jpg · Ce que montre l’image\u00a0: Trois vélos · Crédit\u00a0: Ville de Luzy",
        "Autres fichiers": "convention.pdf · Intitulé\u00a0: Convention type · Nature\u00a0: Convention\n"
        "plan.pdf · Nature\u00a0: Fichier à réutiliser · En attente de l’antivirus",
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
