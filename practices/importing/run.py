"""The pipeline: parsed rows → what to do with each → done, a batch in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, islice

from django.db import DataError, IntegrityError, transaction
from wagtail.log_actions import LogContext

from ..models import PracticeIndexPage
from ..mutualisation.writing import ask_named, content_of, vouch
from .bulk import insert_sheets
from .columns import count_known, match_header
from .errors import UnreadableFile
from .files import open_table
from .outcomes import Action, Outcome
from .plans import plans_of, refused
from .rows import Problem, Reading, parse_row, table_rows
from .sheets import emptied

# Long enough to make the cost of a transaction small, short enough that others can write in between.
BATCH = 100


@dataclass
class Import:
    """An import ready to run: reading `batches` does the work, a list of outcomes at a time."""

    batches: Iterator[list[Outcome]]
    notes: list[str] = field(default_factory=list)
    expected: int = 0

    @property
    def outcomes(self):
        return chain.from_iterable(self.batches)


@contextmanager
def open_import(path, options, *, after=0, seen=None):
    """Yield the Import of a file; raise UnreadableFile, at once or when the file breaks off.

    To go on with an import, give the number of the last line that was done and what was seen until then.
    """
    with open_table(path, count_known) as table:
        columns = match_header(table.header, lenient=options.lenient)
        rows = (row for row in table_rows(table, columns) if row.number > after)
        yield Import(run_batches(rows, options, seen), table.notes, table.expected)


def run(rows, options):
    """Yield the Outcome of each Row, in order; nothing is written unless `options.commit`."""
    return chain.from_iterable(run_batches(rows, options))


def run_batches(rows, options, seen=None):
    """Yield the outcomes of a batch of rows at a time.

    Each batch is one transaction: an import that is stopped leaves whole sheets only, and can be run again.
    """
    reading, seen = Reading(lenient=options.lenient), seen if seen is not None else Seen()
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        reading.vocabulary.prepare(str(row.cells.get("territory", "")) for row in batch)
        parsed = [parse_row(row, reading) for row in batch]
        for row in parsed:
            _identify(row, options, seen)
        with LogContext(user=options.user):
            outcomes = _run_batch(parsed, options)
        yield outcomes


class Seen:
    """Lines by what tells a sheet from another; a few bytes each, whatever their length."""

    def __init__(self, numbers=()):
        self.numbers = dict(numbers)

    def first(self, identity, number):
        """The number of the line that said the same before, or None."""
        digest = blake2b(repr(identity).encode(), digest_size=8).digest()
        first = self.numbers.setdefault(int.from_bytes(digest), number)
        return None if first == number else first


def _identify(row, options, seen):
    """Complete the source, and refuse a line that says again what a line above says."""
    values = row.values
    if options.exact:
        row.values = values = emptied(values)
    values["source"] = values.get("source") or options.source
    identity = _identity(values)
    first = identity and seen.first(identity, row.number)
    if first:
        column = "external_id" if values.get("external_id") else "title"
        reason = f"En double\u00a0: la ligne {first} porte le même identifiant."
        if column == "title":
            reason = f"En double\u00a0: la ligne {first} a le même titre pour la même collectivité."
        row.problems.append(Problem(column, reason))


def _identity(values):
    if values.get("external_id"):
        return (values["source"], values["external_id"])
    if values.get("title") and values.get("lead"):
        return (values["lead"].pk, values["title"])
    return None


def _run_batch(rows, options):
    if not options.commit:
        return [plan.outcome for plan in plans_of(rows, options)]
    try:
        with transaction.atomic():
            return _write(rows, options)
    except (IntegrityError, DataError):
        if len(rows) == 1:
            return [refused(rows[0], Problem("", "La base de données n’a pas accepté cette ligne."))]
    # One of them is wrong in a way that only the database sees: the others must not suffer.
    return [outcome for row in rows for outcome in _run_batch([row], options)]


def _write(rows, options):
    index = _locked_index()
    plans = plans_of(rows, options)
    new = [plan.sheet for plan in plans if plan.outcome.action == Action.CREATE]
    if new:
        insert_sheets(index, new, publish=options.publish, user=options.user)
    for plan in plans:
        if plan.outcome.action == Action.UPDATE:
            _update(plan, options)
    if options.publish:
        vouch([plan.sheet for plan in plans if plan.outcome.action in (Action.CREATE, Action.UPDATE)])
    else:  # an update saves a version, which asks by itself
        ask_named({sheet.pk: content_of(sheet) for sheet in new})
    return [plan.outcome for plan in plans]


def _locked_index():
    """The parent of all sheets: who adds one locks it, so that paths and identifiers stay unique."""
    index = PracticeIndexPage.objects.select_for_update().first()
    if index is None:
        raise UnreadableFile(
            "La rubrique des fiches n’existe pas encore\u00a0: lancez «\u00a0manage.py starter_site\u00a0»."
        )
    return index


def _update(plan, options):
    """As drafts.save_draft() does: of a sheet that was never public, the row follows the last version."""
    sheet = plan.sheet
    revision = sheet.latest_revision
    if plan.has_changes or revision is None:
        if not sheet.live:
            sheet.save(clean=False)
        revision = sheet.save_revision(user=options.user, log_action=True, clean=False)
    if options.publish:
        revision.publish(user=options.user, skip_permission_checks=True)
