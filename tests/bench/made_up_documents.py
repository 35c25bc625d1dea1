"""Made-up documents as the index takes them, no row behind: a million in minutes, the same every time."""

import datetime
import functools
import random
from itertools import accumulate

from practices.choices import Audience, CostBand, Evaluation, Evidence, Licence, Mutualisation, State
from practices.models import Programme, Theme
from practices.plain_text import fold
from practices.territories.models import Territory
from search.analysis import beginnings, is_stop_word, normalise, words
from search.cells import cells_of
from search.documents import PracticeDocument, order_value

from .made_up import KIND_SHARES
from .words import Vocabulary

BODY_WORDS = (180, 320)
FIRST_SECOND = int(datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC).timestamp())
MINUTES = 1_500_000  # nearly three years
REUSES = (0, 0, 0, 0, 0, 0, 1, 1, 2, 5)
YEARS = tuple(str(year) for year in range(2012, 2026))


class DocumentMaker:
    """Draws documents over the real collectivities, themes and programmes that the database holds."""

    def __init__(self):
        leads = list(Territory.objects.active().filter(kind__in=KIND_SHARES).select_related("epci"))
        self.vocabulary = Vocabulary(lead.name for lead in leads)
        self.vocabulary.words = [normalise(word) for word in self.vocabulary.words]
        self.leads = [_of_lead(lead) for lead in leads]
        self.lead_weights = _lead_weights(leads)
        themes = Theme.objects.exclude(parent=None).values_list("path", "name", "parent__name")
        self.themes = [(path, f"{name}\n{parent}") for path, name, parent in themes.order_by("pk")]
        self.programmes = list(Programme.objects.order_by("pk").values_list("slug", flat=True))

    def stream(self, numbers):
        """The documents of these numbers, one at a time."""
        return map(self.make, numbers)

    def make(self, number):
        """The document of this number, which is its key."""
        chance = random.Random(number)
        draw = self.vocabulary.draw
        lead = chance.choices(self.leads, cum_weights=self.lead_weights)[0]
        themes = chance.sample(self.themes, min(len(self.themes), chance.choice((1, 1, 2, 3))))
        reuses = chance.choice(REUSES)
        title = normalise(self.vocabulary.title(chance))
        keywords = " ".join(draw(chance, chance.randint(2, 5)))
        return PracticeDocument(
            pk=number,
            title=title,
            summary=self._line(chance, 14, 24),
            keywords="\n".join([keywords, *(name for _, name in themes)]),
            body=self._body(chance),
            theme=tuple(dict.fromkeys(part for path, _ in themes for part in (path, path.partition("/")[0]))),
            programme=(chance.choice(self.programmes),) if self.programmes and chance.random() < 0.4 else (),
            begun=_begun(" ".join([title, keywords, *(name for _, name in themes)])),
            newest=order_value(FIRST_SECOND + 60 * chance.randrange(MINUTES), number),
            most_reused=order_value(reuses, number),
            reused=("oui",) if reuses else (),
            **lead,
            **_facets(chance),
        )

    def _line(self, chance, least, most):
        return " ".join(self.vocabulary.draw(chance, chance.randint(least, most))).capitalize() + "."

    def _body(self, chance):
        left, lines = chance.randint(*BODY_WORDS), []
        while left > 0:
            line = self._line(chance, 8, 22)
            lines.append(line)
            left -= line.count(" ") + 1
        return "\n".join(lines)


def _of_lead(lead):
    """What a document says of its lead, worked out once."""
    return {
        "who": normalise("\n".join(filter(None, (lead.name, lead.department_name, lead.region_name)))),
        "population": _one(lead.band),
        "region": tuple(lead.area_paths),
        "type": _one(lead.kind),
        "territory": (lead.code,),
        "inhabitants": lead.population,
        "epci_type": _one(lead.epci and lead.epci.kind),
        "cell": cells_of(lead),
    }


def _lead_weights(leads):
    """Cumulated. Each kind has its share; a town writes more than a village, though not in proportion."""
    raw = [(lead.population or 1_000) ** 0.5 for lead in leads]
    totals = dict.fromkeys(KIND_SHARES, 0.0)
    for lead, weight in zip(leads, raw, strict=True):
        totals[lead.kind] += weight
    shares = (
        weight * KIND_SHARES[lead.kind] / totals[lead.kind] for lead, weight in zip(leads, raw, strict=True)
    )
    return list(accumulate(shares))


def _facets(chance):
    """One value of each vocabulary, the first of a list more often than the last."""
    return {
        "mutualisation": _pick(chance, Mutualisation),
        "state": _pick(chance, State),
        "cost": _pick(chance, CostBand),
        "evidence": _pick(chance, Evidence),
        "evaluation": _pick(chance, Evaluation) if chance.random() < 0.7 else (),
        "licence": _pick(chance, Licence),
        "year": (chance.choice(YEARS),),
        "audience": tuple(value for value in Audience.values if chance.random() < 0.25),
        "open": ("oui",) if chance.random() < 0.3 else (),
        "open_source": ("oui",) if chance.random() < 0.2 else (),
        "answering": ("oui",) if chance.random() < 0.9 else (),
    }


def _pick(chance, choices):
    values, weights = _weighted(choices)
    return (chance.choices(values, cum_weights=weights)[0],)


@functools.cache
def _weighted(choices):
    values = choices.values
    return values, list(accumulate(1 / (rank + 2) for rank in range(len(values))))


def _begun(text):
    return tuple(sorted(set().union(*(_beginnings_of(word) for word in words(text)))))


@functools.cache
def _beginnings_of(word):
    """Of a word of the vocabulary, titles included: some thousands."""
    return frozenset() if is_stop_word(word) else frozenset(beginnings(fold(word)))


def _one(value):
    return (str(value),) if value else ()
