"""Half and nine out of ten, by month and association."""

import datetime

import pytest

from portal.desk.figures import times
from portal.desk.figures.months import last_months
from portal.desk.figures.reviews import Review, Step
from practices.status import working_days_between

OCTOBER, NOVEMBER = datetime.date(2026, 10, 1), datetime.date(2026, 11, 1)


def answered(day, days, by="Villes de France"):
    step = Step(day, days, by)
    return Review(day, is_waiting=False, answer=step, decision=step, verdicts=())


@pytest.mark.parametrize(
    "days, half, most",
    [
        ([], None, None),
        ([4], 4, 4),
        ([1, 9], 1, 9),
        ([3, 1, 2], 2, 3),
        (list(range(1, 11)), 5, 9),
        (list(range(1, 12)), 6, 10),
        ([0] * 9 + [30], 0, 0),
        ([0] * 8 + [30, 30], 0, 30),
    ],
)
def test_half_and_nine_out_of_ten(days, half, most):
    assert (times.within(days, times.HALF), times.within(days, times.NINE_TENTHS)) == (half, most)


@pytest.mark.parametrize(
    "first, last, expected",
    [
        ("2026-11-02", "2026-11-02", 0),
        ("2026-11-02", "2026-11-03", 1),
        ("2026-11-06", "2026-11-09", 1),  # Friday to Monday
        ("2026-11-07", "2026-11-08", 0),  # within a week-end
        ("2026-11-07", "2026-11-09", 1),
        ("2026-11-02", "2026-11-16", 10),
        ("2026-11-04", "2026-11-17", 9),
    ],
)
def test_working_days_between(first, last, expected):
    day = datetime.date.fromisoformat

    assert working_days_between(day(first), day(last)) == expected


def test_months_go_over_the_new_year(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(2026, 2, 3))

    assert last_months(3) == [
        datetime.date(2025, 12, 1),
        datetime.date(2026, 1, 1),
        datetime.date(2026, 2, 1),
    ]


def test_months_and_associations_stand_in_one_table():
    reviews = [
        answered(datetime.date(2026, 9, 30), 9),  # before the period
        answered(datetime.date(2026, 10, 7), 3),
        answered(datetime.date(2026, 11, 3), 1),
        answered(datetime.date(2026, 11, 9), 7, by="Villes Internet"),
    ]
    months, names = [OCTOBER, NOVEMBER], ["Villes Internet", "Villes de France"]

    first, _ = times.by_month(reviews, months, names)

    assert first.columns == (
        "Mois",
        *(f"Ensemble : {what}" for what in ("nombre", "la moitié en", "9 sur 10 en")),
        *(f"Villes Internet : {what}" for what in ("nombre", "la moitié en", "9 sur 10 en")),
        *(f"Villes de France : {what}" for what in ("nombre", "la moitié en", "9 sur 10 en")),
    )
    assert first.rows == (
        ("novembre 2026", 2, 1, 7, 1, 7, 7, 1, 1, 1),
        ("octobre 2026", 1, 3, 3, 0, None, None, 1, 3, 3),
    )
    assert [chart.title for chart in first.charts] == ["Ensemble", *names]


def test_drawing_says_what_the_table_says():
    chart = times.by_month([answered(NOVEMBER, 5)], [NOVEMBER], [])[0].charts[0]

    (line,) = chart.drawn
    assert (line.bar.words, chart.mark) == ("5\u00a0j, 9 sur 10 en 5\u00a0j", 10)
    assert (line.length, chart.mark_at) == (162, 325)  # of 358, for 11 days
    assert "novembre 2026\u00a0: 5\u00a0j" in chart.description


def test_summary_tells_how_many_answers_kept_the_promise(settings):
    settings.REVIEW_WORKING_DAYS = 10
    reviews = [answered(NOVEMBER, days) for days in (2, 10, 11)]

    figure = times.summary(reviews, [NOVEMBER], ["Villes de France"])

    assert figure.rows == (
        ("Ensemble", 3, 66, 10, 11, 3, 10, 11),
        ("Villes de France", 3, 66, 10, 11, 3, 10, 11),
    )


def test_waiting_counts_what_nobody_has_answered(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(2026, 11, 16))
    silent = [Review(datetime.date(2026, 11, day), True, None, None, ()) for day in (2, 13)]
    spoken_to = Review(OCTOBER, True, Step(OCTOBER, 0, "Villes de France"), None, ())

    assert times.waiting([*silent, spoken_to]) == times.Waiting(2, 10)
