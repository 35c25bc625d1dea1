"""Why sheets are sent back, by the reusable texts that answers started from."""

import pytest
from django.utils import timezone

from portal.desk.figures.months import last_months
from portal.desk.figures.outcomes import MOST, reasons
from practices.answering.models import ReusableText, TextUse
from practices.models import ReviewTaskState
from practices.models.review import Verdict

pytestmark = pytest.mark.django_db


def test_reasons_are_counted_by_verdict(reviewed):
    today = f"{timezone.localdate()}"
    cost, subject = (
        ReusableText.objects.create(name=name, text="Écrit par nous.") for name in ("Coût", "Sujet")
    )
    reviewed(today, (today, Verdict.CHANGES))
    reviewed(today, (today, Verdict.REFUSED))
    reviewed("2020-01-02", ("2020-01-03", Verdict.CHANGES))  # before the period
    changed, refused, old = ReviewTaskState.objects.exclude(verdict="").order_by("pk")
    for text, review in ((cost, changed), (cost, refused), (subject, refused), (cost, old)):
        TextUse.objects.create(text=text, review=review)

    figure = reasons(last_months(1))

    assert figure.columns == ("Texte", "Réponses", "Modifications demandées", "Refusée")
    assert figure.rows == (("Coût", 2, 1, 1), ("Sujet", 1, 0, 1))


def test_answers_without_a_text_have_their_row(reviewed):
    today = f"{timezone.localdate()}"
    text = ReusableText.objects.create(name="Coût", text="Combien ?")
    for verdict in (Verdict.CHANGES, Verdict.CHANGES, Verdict.REFUSED, Verdict.APPROVED):
        reviewed(today, (today, verdict))
    TextUse.objects.create(text=text, review=ReviewTaskState.objects.filter(verdict=Verdict.CHANGES).first())

    figure = reasons(last_months(1))

    assert figure.rows == (("Coût", 1, 1, 0), ("Sans texte réutilisable", 2, 1, 1))


def test_no_text_is_cut_from_the_table_only_from_the_drawing(reviewed):
    today = f"{timezone.localdate()}"
    reviewed(today, (today, Verdict.CHANGES))
    review = ReviewTaskState.objects.get(verdict=Verdict.CHANGES)
    for rank in range(MOST + 2):
        text = ReusableText.objects.create(name=f"Texte {rank}", text="Écrit par nous.")
        TextUse.objects.create(text=text, review=review)

    figure = reasons(last_months(1))

    assert (len(figure.rows), len(figure.charts[0].bars)) == (MOST + 2, MOST)
