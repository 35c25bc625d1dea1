"""How much of a sheet is told, what is missing and why it matters; and the roof that shows it."""

from dataclasses import dataclass

from .forms.writing import WHY, QuickForm
from .models import PracticePage
from .steps import QUICK, STEPS
from .writers import OWN

# Left and top of each tile, the lowest row first.
TILES = [
    *((x, 48) for x in (5, 43, 81, 119, 157)),
    *((x, 27) for x in (24, 62, 100, 138)),
    *((x, 6) for x in (43, 81, 119)),
]
SHOWN_WISHES = 3


@dataclass(frozen=True)
class Missing:
    """An answer that is not there, where it is given, and why it matters to a reader."""

    label: str
    url: str
    why: str


@dataclass(frozen=True)
class Completeness:
    """`asked` is what the review still needs, `wished` what a reader would miss; as the steps go."""

    total: int
    asked: list
    wished: list

    @property
    def filled(self):
        return self.total - len(self.asked) - len(self.wished)

    @property
    def first_wishes(self):
        return self.wished[:SHOWN_WISHES]

    @property
    def other_wishes(self):
        return self.wished[SHOWN_WISHES:]

    @property
    def tiles(self):
        """(left, top, whether it is laid) for each tile: a roof is whole when every answer is there."""
        laid = self.filled * len(TILES) // self.total
        return [(x, y, rank < laid) for rank, (x, y) in enumerate(TILES)]


def completeness_of(practice, pages=OWN) -> Completeness:
    """How far this draft is; steps whose page is not there are not counted."""
    names = PracticePage.QUICK_FIELDS
    here = QUICK.url(practice, pages)
    asked = [
        Missing(QuickForm.base_fields[name].label, f"{here}#champ-{name}", WHY[name])
        for name in names
        if not practice.is_filled(name)
    ]
    wishes = [(wish, url) for step in STEPS if (url := step.url(practice, pages)) for wish in step.wishes]
    wished = [
        Missing(wish.label, f"{url}#{wish.anchor}", wish.why)
        for wish, url in wishes
        if not wish.is_granted(practice)
    ]
    return Completeness(len(names) + len(wishes), asked, wished)
