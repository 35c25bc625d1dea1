"""All the figures of the page, in a constant number of queries."""

from dataclasses import dataclass

from practices.models import PracticePage

from . import times
from .associations import speakers
from .coverage import coverage
from .months import last_months
from .outcomes import reasons, remarked_fields, verdicts
from .reviews import all_reviews
from .standing import standing
from .tables import Figure


@dataclass(frozen=True)
class FiguresPage:
    """The figures by section, and what waits today."""

    sections: dict[str, list[Figure]]
    waiting: times.Waiting
    examples: int  # sheets made up for the demonstration


def figures_page(number) -> FiguresPage:
    """All of them over that many months."""
    months = last_months(number)
    names = speakers()
    reviews = all_reviews(names)
    associations = times.associations_in(reviews, names.values(), months)
    found = {
        "Délais": [
            times.summary(reviews, months, associations),
            *times.by_month(reviews, months, associations),
        ],
        "Décisions": [verdicts(reviews, months, associations), reasons(months), remarked_fields(months)],
        "Fiches et couverture": [standing(), *coverage()],
    }
    return FiguresPage(found, times.waiting(reviews), PracticePage.objects.examples().count())


def figure_named(name, number) -> Figure | None:
    """One of them, by its name in addresses."""
    figures = (figure for section in figures_page(number).sections.values() for figure in section)
    return next((figure for figure in figures if figure.name == name), None)
