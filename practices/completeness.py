"""How much of the quick form a draft answers, and the roof that shows it: one tile an answer."""

from dataclasses import dataclass

from .forms.writing import QuickForm

# Left and top of each tile, the lowest row first.
TILES = [
    *((x, 48) for x in (5, 43, 81, 119, 157)),
    *((x, 27) for x in (24, 62, 100, 138)),
    *((x, 6) for x in (43, 81, 119)),
]


@dataclass(frozen=True)
class Completeness:
    """`missing` are pairs of a field's name and its label, in the order of the form."""

    total: int
    missing: list

    @property
    def filled(self):
        return self.total - len(self.missing)

    @property
    def tiles(self):
        """(left, top, whether it is laid) for each tile."""
        return [(x, y, rank < self.filled) for rank, (x, y) in enumerate(TILES)]


def completeness_of(practice) -> Completeness:
    fields = QuickForm.base_fields
    missing = [(name, fields[name].label) for name in QuickForm.CONTENT if not practice.is_filled(name)]
    return Completeness(len(QuickForm.CONTENT), missing)
