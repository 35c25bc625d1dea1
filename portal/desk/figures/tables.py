"""What the page of figures is made of: tables, and the bars that say the same."""

from dataclasses import dataclass

from django.utils.text import Truncator

from portal.typography import counted, number

WIDTH = 360  # of a drawing, in its own units; the page gives it its size
LABEL = 48  # signs
LINE = 44  # from one bar to the next
EDGE = 2  # for the line round a bar


@dataclass(frozen=True)
class Bar:
    """One bar with its label and the words at its end; `behind` is a second, longer one."""

    label: str
    words: str
    value: int | None
    behind: int | None = None


@dataclass(frozen=True)
class Drawn:
    """A bar at its place."""

    bar: Bar
    top: int
    length: int
    behind: int

    @property
    def baseline(self):
        return self.top + 14

    @property
    def bar_top(self):
        return self.top + 22


@dataclass(frozen=True)
class Chart:
    """Horizontal bars; the value `scale` has the whole width, `mark` is a value to compare them with."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    scale: int
    mark: int | None = None

    @property
    def width(self):
        return WIDTH

    @property
    def height(self):
        return LINE * len(self.bars)

    @property
    def mark_at(self):
        return None if self.mark is None else self._length(self.mark)

    @property
    def drawn(self):
        return [
            Drawn(bar, LINE * rank, self._length(bar.value), self._length(bar.behind))
            for rank, bar in enumerate(self.bars)
        ]

    def _length(self, value):
        return (WIDTH - EDGE) * (value or 0) // self.scale  # whole: a template would write a decimal comma


@dataclass(frozen=True)
class Figure:
    """A table, told in a sentence, with the charts that say the same; `name` stands in addresses."""

    name: str
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[tuple, ...]  # the label first; None where nothing can be said
    charts: tuple[Chart, ...] = ()


def counts_chart(title, rows) -> Chart:
    """A bar for each row, as long as its first number; a label too long for the drawing ends in the table."""
    bars = tuple(Bar(Truncator(label).chars(LABEL), number(count), count) for label, count, *_ in rows)
    most = max(bars, key=lambda bar: bar.value, default=None)
    description = f"{title}\u00a0: {counted(len(bars), 'barre')}."
    if most and most.value:
        description += f" La plus longue est {most.label}\u00a0: {most.words}."
    return Chart(title, description, bars, scale=max(most.value if most else 0, 1))
