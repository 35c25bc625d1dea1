"""What is indexed of a sheet, said once for both engines; each field names what it depends on."""

from dataclasses import dataclass

from practices.models import PracticePage
from practices.plain_text import fold, html_to_text

from .analysis import beginnings, is_stop_word, normalise, words
from .cells import cells_of
from .schema import facet, key, number, order, prefix, text

KEY_BITS = 32  # room for the primary key below the number of an order field

# Boosts: officials remember titles; themes and keywords are chosen words, which say the subject in its usual
# terms; a town's name is often typed with a subject, and must not drown it. Measured by script/relevance.
TITLE, KEYWORDS, SUMMARY, WHO, BODY = 4.0, 3.0, 2.0, 1.5, 1.0

BODY_FIELDS = (
    "need",
    "actions",
    "lessons",
    "difficulties",
    "conditions",
    "advice",
    "vigilance",
    "governance",
    "cost_sharing",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDocument:
    """One published sheet, flat."""

    pk: int = key()

    title: str = text("title", boost=TITLE)
    summary: str = text("summary", boost=SUMMARY, passage=True)
    keywords: str = text("keywords", "themes", "programmes", "software", boost=KEYWORDS)
    who: str = text("lead", "co_bearers", "partners", boost=WHO)
    body: str = text(*BODY_FIELDS, "steps", "indicators", "staffing", "financing", boost=BODY, passage=True)

    theme: tuple[str, ...] = facet("themes")
    population: tuple[str, ...] = facet("lead")
    region: tuple[str, ...] = facet("lead")
    type: tuple[str, ...] = facet("lead")
    mutualisation: tuple[str, ...] = facet("mutualisation")
    state: tuple[str, ...] = facet("state")
    cost: tuple[str, ...] = facet("investment", "running_cost", "chosen_cost_band")
    programme: tuple[str, ...] = facet("programmes")
    evidence: tuple[str, ...] = facet("indicators", "attachments", "reuses")
    year: tuple[str, ...] = facet("started_on", "state_date")
    audience: tuple[str, ...] = facet("audiences")
    open: tuple[str, ...] = facet("open_to_partners")
    open_source: tuple[str, ...] = facet("software")
    evaluation: tuple[str, ...] = facet("evaluation")
    licence: tuple[str, ...] = facet("licence")
    reused: tuple[str, ...] = facet("reuses")

    answering: tuple[str, ...] = facet("questions")  # all but those without answer: see silence.py
    territory: tuple[str, ...] = facet("lead", "co_bearers")
    inhabitants: int | None = number("lead")
    epci_type: tuple[str, ...] = facet("lead")  # of the intercommunality of a commune
    cell: tuple[str, ...] = facet("lead")  # squares of the map

    begun: tuple[str, ...] = prefix("title", "keywords", "themes")

    newest: int = order("last_published_at")
    most_reused: int = order("reuses")

    @classmethod
    def from_page(cls, page: PracticePage) -> "PracticeDocument":
        """The document of a sheet read with `PracticePage.objects.with_document()`."""
        themes = list(page.themes.all())
        programmes = list(page.programmes.all())
        software = list(page.software.all())
        return cls(
            pk=page.pk,
            title=normalise(page.title),
            summary=normalise(page.summary),
            keywords=_joined(
                page.keywords,
                *(theme.name for theme in themes),
                *(theme.parent.name for theme in themes if theme.parent_id),
                *(programme.name for programme in programmes),
                *(f"{item.name} {item.supplier}" for item in software),
            ),
            who=_joined(
                *_names(page.lead), *(territory.name for territory in page.confirmed_bearers), page.partners
            ),
            body=_joined(
                *(html_to_text(getattr(page, name)) for name in BODY_FIELDS),
                *(f"{step.title} {step.text}" for step in page.steps.all()),
                *(indicator.name for indicator in page.indicators.all()),
                page.staffing,
                page.financing,
            ),
            theme=_paths(themes),
            population=_values(page.lead and page.lead.band),
            region=tuple(page.lead.area_paths) if page.lead else (),
            type=_values(page.lead and page.lead.kind),
            mutualisation=_values(page.mutualisation),
            state=_values(page.state),
            cost=_values(page.cost_band),
            programme=tuple(programme.slug for programme in programmes),
            evidence=_values(page.evidence[0]),
            year=_values(page.year),
            audience=tuple(page.audiences),
            open=_values("oui" if page.open_to_partners else None),
            open_source=_values("oui" if any(item.is_open_source for item in software) else None),
            evaluation=_values(page.evaluation),
            licence=_values(page.licence),
            reused=_values("oui" if page.reuses.all() else None),
            answering=() if page.vitality.is_silent else ("oui",),
            territory=_codes(page.lead, *page.confirmed_bearers),
            inhabitants=page.lead.population if page.lead else None,
            epci_type=_values(page.lead and page.lead.epci and page.lead.epci.kind),
            cell=cells_of(page.lead),
            begun=_beginnings(page.title, page.keywords, *(theme.name for theme in themes)),
            newest=order_value(
                int(page.last_published_at.timestamp()) if page.last_published_at else 0, page.pk
            ),
            most_reused=order_value(len(page.reuses.all()), page.pk),
        )


def order_value(number, pk):
    """A number (seconds of a date, a count) above the key: the highest first, and no two documents alike."""
    return number << KEY_BITS | pk


def _joined(*parts):
    return normalise("\n".join(part for part in parts if part))


def _codes(*territories):
    return tuple(dict.fromkeys(territory.code for territory in territories if territory))


def _beginnings(*texts):
    found = (fold(word) for text in texts for word in words(normalise(text or "")) if not is_stop_word(word))
    return tuple(sorted({begun for word in found for begun in beginnings(word)}))


def _values(value):
    return (str(value),) if value else ()


def _names(territory):
    """A lead is found by its name, its intercommunality's place, its department and its region."""
    return (territory.name, territory.department_name, territory.region_name) if territory else ()


def _paths(themes):
    """Each theme and its parent, once."""
    return tuple(
        dict.fromkeys(path for theme in themes for path in (theme.path, theme.path.partition("/")[0]))
    )
