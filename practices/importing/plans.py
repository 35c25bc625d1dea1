"""What to do with each parsed row: create, update, leave or refuse. Reads, never writes."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from ..models import PracticePage
from ..rules import bearer_ids
from .columns import COLUMNS
from .errors import quoted
from .outcomes import Action, Outcome
from .rows import ParsedRow, Problem
from .sheets import LINKS, PARTS, changed_fields, latest, new_sheet, set_value

COLUMN_OF_FIELD = {column.target: column.name for column in COLUMNS}


@dataclass
class Plan:
    """What to do with one row; `sheet` holds its values already."""

    row: ParsedRow
    outcome: Outcome
    sheet: PracticePage | None = None
    has_changes: bool = False


def plans_of(rows, options):
    """The Plan of each parsed row: nothing is written."""
    good = [row for row in rows if not row.problems]
    known, twins = _known_sheets(good, options), _titles_of_territories(good)
    return [_plan(row, known, twins, options) for row in rows]


def _plan(row, known, twins, options):
    values = row.values
    if row.problems:
        return Plan(row, refused(row))
    if not values.get("external_id"):
        if (values["lead"].pk, values["title"]) in twins:
            reason = "Une fiche de cette collectivité porte déjà ce titre."
            return Plan(row, _left(row, Problem("title", reason)))
    elif sheet := known.get((values["source"], values["external_id"])):
        if not options.update:
            reason = f"L’identifiant {quoted(values['external_id'])} est déjà importé."
            return Plan(row, _left(row, Problem("external_id", reason)))
        return _plan_update(row, latest(sheet), options)
    sheet = new_sheet(values, is_example=options.is_example, owner=None)
    sheet.first_published_at = row.first_published_at
    problems = _model_problems(sheet) + _stakes(sheet, options)
    return Plan(row, refused(row, *problems) if problems else _outcome(row, Action.CREATE), sheet)


def _plan_update(row, sheet, options):
    changed = changed_fields(sheet, row.values)
    publication = options.publish and (not sheet.live or sheet.has_unpublished_changes)
    if not changed and not publication:
        return Plan(row, _outcome(row, Action.UNCHANGED))
    if sheet.workflow_in_progress or sheet.locked:
        reason = "Cette fiche est en relecture ou verrouillée\u00a0: attendez la décision."
        return Plan(row, refused(row, Problem("", reason)))
    for name in changed:
        set_value(sheet, name, row.values[name])
    problems = _model_problems(sheet) + _stakes(sheet, options)
    return Plan(
        row, refused(row, *problems) if problems else _outcome(row, Action.UPDATE), sheet, bool(changed)
    )


def _model_problems(sheet):
    try:
        sheet.full_clean() if sheet.pk else sheet.clean()
    except ValidationError as error:
        return [
            Problem(COLUMN_OF_FIELD.get(name, ""), message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def _stakes(sheet, options):
    """Nobody publishes the sheet of a collectivity that they belong to, through a file no more than else."""
    if not (options.publish and options.own_territories):
        return []
    bearers = {sheet.lead_id, *(territory.pk for territory in sheet.co_bearers.all())}
    if sheet.pk:
        bearers |= bearer_ids([sheet.pk])[sheet.pk]
    if bearers.isdisjoint(options.own_territories):
        return []
    return [
        Problem("territory", "Vous êtes rattaché à cette collectivité\u00a0: importez sa fiche en brouillon.")
    ]


def _known_sheets(rows, options):
    """(source, external_id) → the sheet that has it, with its relations when it will be compared."""
    wanted = {
        (row.values["source"], row.values["external_id"]) for row in rows if row.values.get("external_id")
    }
    if not wanted:
        return {}
    sources, ids = zip(*wanted, strict=True)
    found = PracticePage.objects.filter(source__in=set(sources), external_id__in=set(ids))
    if options.update:
        given = set().union(*(row.values for row in rows))
        found = found.prefetch_related(*(given & (LINKS | PARTS.keys())))
    if options.update and options.commit:
        found = found.select_for_update()
    return {(sheet.source, sheet.external_id): sheet for sheet in found}


def _titles_of_territories(rows):
    """(lead, title) of the sheets there are already, among those of lines without an identifier."""
    values = [row.values for row in rows if not row.values.get("external_id")]
    found = PracticePage.objects.filter(
        lead__in={value["lead"].pk for value in values}, title__in={value["title"] for value in values}
    )
    return set(found.values_list("lead", "title")) if values else set()


def _outcome(row, action):
    return Outcome(row.number, action, row.label, [], row.remarks)


def _left(row, remark):
    return Outcome(row.number, Action.SKIP, row.label, [], [*row.remarks, remark])


def refused(row, *problems):
    """The Outcome of a row that is not imported, with its own problems and these."""
    return Outcome(row.number, Action.REFUSE, row.label, [*row.problems, *problems], row.remarks)
