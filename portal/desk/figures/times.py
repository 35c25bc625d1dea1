"""How long towns wait, in working days: those of the promise that is made to them.

Half and nine out of ten are the median and the ninth decile by nearest rank: numbers of days that really
passed, in words that everyone reads.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from portal.typography import NBSP, counted, month
from practices.status import working_days_between

from .associations import OTHERS
from .tables import Bar, Chart, Figure

HALF, NINE_TENTHS = 50, 90  # percents
ALL = "Ensemble"
STEPS = (
    (
        "premiere-reponse",
        "answer",
        "Délai de la première réponse",
        "De l’envoi de la fiche au premier message ou à la première décision des associations, "
        "dans le mois de cette réponse.",
    ),
    (
        "decision",
        "decision",
        "Délai de la décision",
        "De l’envoi de la fiche à sa publication ou à son refus, dans le mois de cette décision. "
        "Le temps que la collectivité met à corriger est compris.",
    ),
)


@dataclass(frozen=True)
class Waiting:
    """Sheets that nobody has answered yet; the oldest, in working days."""

    count: int
    oldest: int


def waiting(reviews) -> Waiting:
    today = timezone.localdate()
    sent = [review.sent_on for review in reviews if review.is_waiting and not review.answer]
    return Waiting(len(sent), max((working_days_between(day, today) for day in sent), default=0))


def within(days, percent) -> int | None:
    """The fewest days in which that percentage of these had ended; None of nothing."""
    days = sorted(days)
    return days[-(-percent * len(days) // 100) - 1] if days else None


def kept_promise(days) -> int | None:
    """The percentage that had ended in the days promised, rounded down; None of nothing."""
    days = list(days)
    return 100 * sum(number <= settings.REVIEW_WORKING_DAYS for number in days) // len(days) if days else None


def summary(reviews, months, names) -> Figure:
    """By association over all these months."""
    answers = _by_association(_steps(reviews, "answer", months))
    decisions = _by_association(_steps(reviews, "decision", months))
    rows = tuple(
        (
            name,
            len(answers[name]),
            kept_promise(answers[name]),
            *_half_and_most(answers[name]),
            len(decisions[name]),
            *_half_and_most(decisions[name]),
        )
        for name in (ALL, *names)
    )
    columns = (
        "Association",
        "Premières réponses",
        f"Dans les {settings.REVIEW_WORKING_DAYS} jours (%)",
        "Première réponse : la moitié en",
        "Première réponse : 9 sur 10 en",
        "Décisions",
        "Décision : la moitié en",
        "Décision : 9 sur 10 en",
    )
    says = "L’association est celle de la personne qui a répondu ou décidé. Délais en jours ouvrés."
    return Figure("associations", "Par association, sur toute la période", says, columns, rows)


def by_month(reviews, months, names) -> list[Figure]:
    """The first answer and the decision, month by month, for all and for each association."""
    return [
        _figure(name, title, says, _steps(reviews, attribute, months), months, (ALL, *names))
        for name, attribute, title, says in STEPS
    ]


def associations_in(reviews, known, months) -> list[str]:
    """Those that moderate today, then the others where they did something."""
    others = any(
        step.by == OTHERS
        for attribute in ("answer", "decision")
        for step in _steps(reviews, attribute, months)
    )
    return [*sorted(set(known)), *([OTHERS] if others else [])]


def _steps(reviews, attribute, months):
    steps = (getattr(review, attribute) for review in reviews)
    return [step for step in steps if step and step.on >= months[0]]


def _by_association(steps):
    days = defaultdict(list)
    for step in steps:
        days[ALL].append(step.days)
        days[step.by].append(step.days)
    return days


def _half_and_most(days):
    return within(days, HALF), within(days, NINE_TENTHS)


def _figure(name, title, says, steps, months, names):
    by_month = defaultdict(list)
    for step in steps:
        by_month[step.on.replace(day=1)].append(step)
    days = {start: _by_association(by_month[start]) for start in months}
    columns = ["Mois"]
    for one in names:
        columns += [f"{one} : nombre", f"{one} : la moitié en", f"{one} : 9 sur 10 en"]
    rows = [
        (month(start), *(cell for one in names for cell in _cells(days[start][one])))
        for start in reversed(months)
    ]
    slowest = max((cell for row in rows for cell in row[3::3] if cell is not None), default=0)
    scale = max(slowest, settings.REVIEW_WORKING_DAYS) + 1  # one for all, so that they compare
    charts = tuple(
        _chart(one, title, [(start, days[start][one]) for start in reversed(months)], scale) for one in names
    )
    return Figure(name, title, says, tuple(columns), tuple(rows), charts)


def _cells(days):
    return (len(days), *_half_and_most(days))


def _chart(name, title, months, scale):
    bars = tuple(_bar(start, days) for start, days in months)
    number = sum(len(days) for _, days in months)
    slowest = max(bars, key=lambda bar: bar.behind or 0)
    description = f"{title}, {name}\u00a0: une barre par mois, {counted(number, 'fiche')}."
    if slowest.behind is not None:
        description += f" Le mois le plus long est {slowest.label}\u00a0: {slowest.words}."
    return Chart(name, description, bars, scale, mark=settings.REVIEW_WORKING_DAYS)


def _bar(start, days):
    half, most = _half_and_most(days)
    words = "–" if half is None else f"{half}{NBSP}j, 9 sur 10 en {most}{NBSP}j"
    return Bar(month(start), words, half, most)
