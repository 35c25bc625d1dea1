"""What was measured, as one table, and the verdict on each target."""

from dataclasses import dataclass

from .measure import Times
from .targets import PAGE_QUERIES, WEB_PROCESS_MEMORY

HEADER = ("search, milliseconds", "p50", "p95", "ratio of medians")


@dataclass(frozen=True)
class Verdict:
    target: str
    figure: str
    met: bool


def milliseconds(seconds):
    return f"{seconds * 1000:.1f}"


def megabytes(size):
    return f"{size / 1_000_000:.0f} MB"


class Report:
    """Filled step by step; `text()` is the table."""

    def __init__(self, title):
        self.title = title
        self.times: dict[str, Times] = {}
        self.ratios: dict[str, str] = {}
        self.others: list[tuple[str, str, str, str]] = []
        self.facts: list[tuple[str, str]] = []
        self.verdicts: list[Verdict] = []
        self.missing: list[str] = []

    def fact(self, name, figure):
        self.facts.append((name, figure))

    def other(self, name, p50, p95, remark):
        """A line of the table that was not timed by turns."""
        self.others.append((name, p50, p95, remark))

    def web_process(self, name, told):
        """Memory of a web process, judged; None where the system does not tell."""
        if told["memory"] is None:
            self.missing.append("memory of a web process (read from /proc, on Linux)")
            return
        memory = megabytes(told["memory"])
        self.fact(f"memory of a web process, {name}", f"{memory}, {megabytes(told['at_start'])} at start")
        limit = f"at most {megabytes(WEB_PROCESS_MEMORY)} of anonymous memory in a web process"
        self.judge(f"{name}: {limit}", memory, told["memory"] <= WEB_PROCESS_MEMORY)

    def page_queries(self, counted):
        """Database queries of a page, by number of sheets: constant, and few."""
        for sheets, counts in sorted(counted.items()):
            self.fact(f"database queries of a page, {sheets} sheets", f"{min(counts)} to {max(counts)}")
        most = {max(counts) for counts in counted.values()}
        target = f"at most {PAGE_QUERIES} database queries in a page, whatever the number of sheets"
        self.judge(target, " and ".join(map(str, sorted(most))), max(most) <= PAGE_QUERIES)

    def same_answers(self, name, same, searches):
        self.fact(f"same totals and counts, contract and bare, {name}", f"{same} of {searches}")

    def compare(self, name, base, words):
        """Says beside one contestant how it stands to another: « 1.2 × words »."""
        if name in self.times and base in self.times:
            ratio = self.ratio(name, base)
            self.ratios[name] = ", ".join(filter(None, (self.ratios.get(name), f"{ratio:.2f} × {words}")))

    def ratio(self, name, base):
        return self.times[name].p50 / self.times[base].p50

    def judge(self, target, figure, met):
        self.verdicts.append(Verdict(target, figure, met))

    def judge_ratio(self, target, name, base, most):
        """The median of one contestant is at most so many times that of another."""
        if name in self.times and base in self.times:
            ratio = self.ratio(name, base)
            self.judge(target, f"{ratio:.2f}", ratio <= most)

    def judge_figures(self, target, figure, *, least=None, most=None):
        """A ratio that is no ratio of medians."""
        met = (least is None or figure >= least) and (most is None or figure <= most)
        self.judge(target, f"{figure:.2f}", met)

    def judge_milliseconds(self, target, name, most):
        """The median of one contestant is at most so many milliseconds, on this machine."""
        if name in self.times:
            taken = self.times[name].p50 * 1000
            self.judge(target, f"{taken:.1f}", taken <= most)

    @property
    def all_met(self):
        return all(verdict.met for verdict in self.verdicts)

    def text(self):
        rows = [HEADER]
        rows += [
            (name, milliseconds(times.p50), milliseconds(times.p95), self.ratios.get(name, ""))
            for name, times in self.times.items()
        ]
        rows += self.others
        lines = [self.title, "", *_aligned(rows), "", *_aligned(self.facts), ""]
        lines += _aligned([("ok" if one.met else "MISSED", one.target, one.figure) for one in self.verdicts])
        return "\n".join([*lines, *(f"missing: {reason}" for reason in self.missing)])


def _aligned(rows):
    """Lines of columns, the first flush left, the others too but for figures."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if _is_figure(cell) else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _is_figure(cell):
    return cell.replace(".", "", 1).isdigit() or cell in ("p50", "p95")
