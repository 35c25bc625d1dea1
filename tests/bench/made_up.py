"""Made-up sheets: varied values over real collectivities, the same ones for the same number."""

import datetime
import random
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import slugify

from practices.choices import Audience, CostBand, Evaluation, Licence, Mutualisation, State
from practices.models import Indicator, PracticePage, Programme, Software, Step, Theme
from practices.plain_text import fold
from practices.territories.choices import TerritoryKind
from practices.territories.models import Territory

from .words import Vocabulary

SOURCE = "bench"
# Words of the long texts of a sheet: 250 in all, and the share of sheets that fill each.
TEXTS = (("need", 45, 1.0), ("actions", 110, 1.0), ("lessons", 35, 1.0), ("difficulties", 30, 0.7))
TEXTS += (("conditions", 25, 0.5), ("advice", 20, 0.8), ("vigilance", 15, 0.5))
# How often a collectivity of each kind leads a sheet: towns write most of them.
KIND_SHARES = {
    TerritoryKind.COMMUNE: 0.6,
    TerritoryKind.CC: 0.14,
    TerritoryKind.CA: 0.12,
    TerritoryKind.CU: 0.02,
    TerritoryKind.METROPOLE: 0.04,
    TerritoryKind.EPT: 0.02,
    TerritoryKind.DEPARTEMENT: 0.04,
    TerritoryKind.REGION: 0.02,
}
TODAY = datetime.date.today()


@dataclass(slots=True)
class MadeUp:
    """One sheet and what hangs on it, by primary key; nothing of it is saved yet."""

    page: PracticePage
    themes: list[int]
    programmes: list[int]
    co_bearers: list[int]
    children: list = field(default_factory=list)  # unsaved steps, indicators, software
    has_attachment: bool = False


class Maker:
    """Makes sheets from what the database holds: collectivities, themes, programmes."""

    def __init__(self):
        towns = Territory.objects.active().only("pk", "name", "kind", "population").order_by("pk")
        self.territories = {}
        for territory in towns.iterator():
            self.territories.setdefault(territory.kind, []).append(territory)
        self.kinds = [kind for kind in KIND_SHARES if kind in self.territories]
        # A town of 40 000 writes more than a village, though not forty times more.
        self.weights = {
            kind: [(territory.population or 1_000) ** 0.5 for territory in self.territories[kind]]
            for kind in self.kinds
        }
        self.vocabulary = Vocabulary(town.name for town in self.territories.get(TerritoryKind.COMMUNE, ()))
        self.themes = list(Theme.objects.exclude(parent=None).values_list("pk", flat=True))
        self.programmes = list(Programme.objects.values_list("pk", flat=True))

    def make(self, number):
        """The sheet of this number."""
        chance = random.Random(number)
        kind = chance.choices(self.kinds, weights=[KIND_SHARES[kind] for kind in self.kinds])[0]
        lead = chance.choices(self.territories[kind], weights=self.weights[kind])[0]
        title = self.vocabulary.title(chance)
        page = PracticePage(
            title=title,
            draft_title=title,
            slug=f"{slugify(title)[:60].strip('-')}-{number}",
            lead=lead,
            source=SOURCE,
            external_id=str(number),
            **self._words(chance, lead),
            **_choices(chance),
            **_dates(chance),
            **_amounts(chance),
        )
        page.plain_text = fold(" ".join(page.text_parts()))
        return MadeUp(
            page,
            themes=chance.sample(self.themes, min(len(self.themes), chance.choice((1, 1, 2, 3)))),
            programmes=chance.sample(self.programmes, 1) if self.programmes and chance.random() < 0.4 else [],
            co_bearers=[lead.pk for lead in self._partners(chance, lead)],
            children=list(self._children(chance)),
            has_attachment=chance.random() < 0.2,
        )

    def _words(self, chance, lead):
        vocabulary = self.vocabulary
        texts = {
            name: vocabulary.html(chance, round(count * chance.uniform(0.7, 1.4)))
            for name, count, share in TEXTS
            if chance.random() < share
        }
        return texts | {
            "summary": f"{vocabulary.line(chance, chance.randint(14, 24))[:298]}.",
            "keywords": ", ".join(vocabulary.draw(chance, chance.randint(2, 5)))[:200],
            "partners": vocabulary.line(chance, 6),
            "staffing": vocabulary.line(chance, 8),
            "financing": vocabulary.line(chance, 6),
            "contact_function": "Direction des systèmes d’information",
            "contact_email": f"numerique@{slugify(lead.name)[:60] or 'mairie'}.example",
        }

    def _partners(self, chance, lead):
        if chance.random() < 0.6:
            return []
        others = chance.choices(self.territories[self.kinds[0]], k=chance.randint(1, 3))
        return {other.pk: other for other in others if other.pk != lead.pk}.values()

    def _children(self, chance):
        vocabulary = self.vocabulary
        for rank in range(chance.choice((0, 0, 2, 3))):
            yield Step(
                sort_order=rank, date=str(chance.randint(2016, 2025)), title=vocabulary.line(chance, 4)
            )
        for rank in range(chance.choice((0, 0, 1, 2))):
            before, after = chance.randint(0, 500), chance.choice((None, chance.randint(0, 900)))
            name = vocabulary.line(chance, 5)[:160]
            yield Indicator(sort_order=rank, name=name, before=before, after=after, unit="dossiers")
        for rank in range(chance.choice((0, 0, 1))):
            is_open_source = chance.choice((True, False, None))
            yield Software(sort_order=rank, name=vocabulary.line(chance, 1), is_open_source=is_open_source)


def _choices(chance):
    """One value of each vocabulary, the first of a list more often than the last."""

    def pick(values):
        return chance.choices(values, weights=[1 / (rank + 2) for rank in range(len(values))])[0]

    return {
        "mutualisation": pick(Mutualisation.values),
        "state": pick([State.RUNNING, State.TRIAL, State.WIDE, State.IDEA, State.STOPPED]).value,
        "audiences": [value for value in Audience.values if chance.random() < 0.25],
        "evaluation": pick(["", *Evaluation.values]),
        "licence": pick(Licence.values),
        "open_to_partners": chance.random() < 0.3,
        "collectivities_count": chance.choice((None, chance.randint(2, 60))),
        "inhabitants_covered": chance.choice((None, chance.randint(500, 400_000))),
    }


def _dates(chance):
    started = datetime.date(2012, 1, 1) + datetime.timedelta(days=chance.randint(0, 4_500))
    changed = min(started + datetime.timedelta(days=chance.randint(30, 1_500)), TODAY)
    published = timezone.make_aware(datetime.datetime(2023, 1, 1)) + datetime.timedelta(
        minutes=chance.randint(0, 1_500_000)
    )
    published = min(published, timezone.now())
    return {
        "started_on": chance.choice((None, started)),
        "state_date": changed,
        "setup_months": chance.choice((None, chance.randint(1, 36))),
        "first_published_at": published,
        "last_published_at": published,
    }


def _amounts(chance):
    """Amounts for six sheets of ten, a band for two, nothing for the others."""
    kind = chance.random()
    if kind < 0.6:
        return {
            "investment": round(10 ** chance.uniform(2, 6)),
            "running_cost": round(10 ** chance.uniform(2, 5)),
        }
    return {"chosen_cost_band": chance.choice(CostBand.values) if kind < 0.8 else ""}
