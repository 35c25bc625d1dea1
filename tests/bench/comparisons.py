"""What is measured of an engine with or without a site around: eight clients at once, rebuilds."""

from .clients import ALONE, AT_ONCE, serve_clients
from .rebuilding import compare_rebuilds
from .report import megabytes, milliseconds
from .steps import step
from .targets import judge_clients, judge_memory, judge_rebuild

MOST_REBUILT = 40_000  # documents: more say the same, later


CALL, PAGE = "call through the contract", "whole page"


def measure_clients(report, name, searches, what=CALL, **options):
    """A call, or a page, by one client, then by eight at once; `options` are those of `BothEngines`."""
    with step(f"One client, then eight at once, {what}, {name}"):
        alone, at_once = (
            serve_clients(name, searches, shape, whole_page=what == PAGE, **options)
            for shape in (ALONE, AT_ONCE)
        )
    for label, served in (("one client", alone), ("eight clients at once", at_once)):
        p50, p95 = milliseconds(served.times.p50), milliseconds(served.times.p95)
        report.other(f"{what}, {label}, {name}", p50, p95, f"{served.throughput:.0f} a second")
    judge_clients(report, f"{name}, {what}", alone, at_once)


def measure_rebuilds(report, name, sheets, **options):
    """Our rebuild beside the bare engine fed from the same documents, and its memory at two sizes."""
    count = min(sheets, MOST_REBUILT)
    with step(f"Rebuilds of {count} documents, {name}"):
        ours, bare, more = compare_rebuilds(name, count, **options)
    report.fact(f"rebuild of {count} documents, {name}", f"{ours.speed:.0f} documents/s")
    report.fact(f"bare engine fed with the same, {name}", f"{bare.speed:.0f} documents/s")
    if ours.added is None:
        report.missing.append("memory of a rebuild (read from /proc, on Linux)")
    else:
        told = f"{megabytes(ours.added)} and {megabytes(more.added)}"
        report.fact(f"memory that a rebuild adds at most, {count} and {more.count} documents, {name}", told)
    judge_rebuild(report, name, ours, bare)
    if count == MOST_REBUILT:  # fewer do not fill the writer’s buffer
        judge_memory(report, name, ours, more)
