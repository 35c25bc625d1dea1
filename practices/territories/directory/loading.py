"""Loading the directory: the first time, and each year in place."""

from dataclasses import dataclass, field

from django.db import transaction

from .. import areas
from ..choices import PositionKind, TerritoryKind
from ..models import DirectoryLoad, Territory, TerritoryAlias
from ..names import search_key
from ..planner import refresh_statistics
from ..signals import territories_changed
from .merging import merge
from .rows import AliasRow, DirectoryFileError, TerritoryRow, fingerprint, read_rows

# Raise it when folding or derived columns change, so that the same files are loaded again.
RULES_VERSION = "1"
CHUNK = 1_000
# A truncated file would put a large part of France to sleep: more leavers than this need --force.
LEAVERS_ALLOWED = (50, 0.05)

COPIED_FIELDS = (
    "kind",
    "insee_code",
    "siren",
    "name",
    "search_name",
    "population",
    "population_year",
    "department_code",
    "region_code",
    "areas",
    "postal_codes",
    "epci_id",
    "ept_id",
    "latitude",
    "longitude",
    "position_kind",
    "is_active",
    "successor_id",
)
# Of these, what nobody sees on a sheet and no search reads.
SILENT_FIELDS = {"insee_code", "siren", "postal_codes", "position_kind", "successor_id", "search_name"}


class TooManyLeavers(Exception):
    """The file lacks a large part of the directory; nothing was written. `str()` is in French."""


@dataclass
class LoadReport:
    created: int = 0
    updated: int = 0
    merged: list = field(default_factory=list)  # (old, new)
    vanished: list = field(default_factory=list)
    kept_apart: list = field(default_factory=list)  # codes that a moderator has already given
    is_up_to_date: bool = False


def load(territories_file, aliases_file=None, *, vintage="", force=False, progress=iter):
    """Bring the directory in line with these files, keyed on the code, all or nothing; return a LoadReport.

    Loading the same files again does nothing. Territories added by moderators are never touched. One that
    left is merged into the commune that now bears its code as a former one, else made inactive. Raises
    DirectoryFileError and TooManyLeavers. `progress` wraps the list of chunks that are written.
    """
    files = [path for path in (territories_file, aliases_file) if path]
    mark = f"{RULES_VERSION}-{_read_fingerprint(files)}"[:64]
    if not force and _is_loaded(mark):
        return LoadReport(is_up_to_date=True)
    rows = read_rows(territories_file, TerritoryRow)
    aliases = read_rows(aliases_file, AliasRow) if aliases_file else []
    _check(rows, aliases, territories_file.name)
    with transaction.atomic():
        report = _Loading(rows, aliases, progress).run(force=force)
        refresh_statistics(Territory, TerritoryAlias)
        DirectoryLoad.objects.create(fingerprint=mark, vintage=vintage)
    return report


def _read_fingerprint(files):
    try:
        return fingerprint(*files)
    except OSError as error:
        raise DirectoryFileError(f"Fichier illisible\u00a0: {error}") from error


def _is_loaded(mark):
    last = DirectoryLoad.objects.first()
    return bool(last and last.fingerprint == mark and Territory.objects.filter(in_directory=True).exists())


def _check(rows, aliases, file_name):
    """Refuse a file that contradicts itself before anything is written."""
    codes = set()
    for row in rows:
        if not row.code or not row.name or row.code in codes:
            reason = "présent deux fois" if row.code in codes else "sans nom"
            raise DirectoryFileError(f"{file_name}\u00a0: code «\u00a0{row.code}\u00a0» {reason}.")
        codes.add(row.code)
        if row.kind not in TerritoryKind or row.position_kind not in PositionKind:
            raise DirectoryFileError(f"{file_name}, {row.code}\u00a0: type ou position inconnus.")
        if row.department_code and row.department_code not in areas.DEPARTMENTS:
            raise DirectoryFileError(
                f"{file_name}, {row.code}\u00a0: département {row.department_code} inconnu."
            )
    groups = {row.code for row in rows if row.kind != TerritoryKind.COMMUNE}
    for row in rows:
        for code in filter(None, (row.epci, row.ept)):
            if code not in groups:
                raise DirectoryFileError(f"{file_name}, {row.code}\u00a0: intercommunalité {code} absente.")
    for alias in aliases:
        if alias.territory not in codes:
            raise DirectoryFileError(
                f"Ancien code {alias.code or alias.name}\u00a0: {alias.territory} absente."
            )


class _Loading:
    """One load, inside its transaction."""

    def __init__(self, rows, aliases, progress):
        self.rows, self.aliases, self.progress = rows, aliases, progress
        self.report = LoadReport()
        self.known = {t.code: t for t in Territory.objects.filter(in_directory=True)}
        self.pks = {code: territory.pk for code, territory in self.known.items()}
        self.changed = []

    def run(self, *, force):
        codes = {row.code for row in self.rows}
        manual = Territory.objects.filter(in_directory=False).values_list("code", flat=True)
        self.report.kept_apart = sorted(codes & set(manual))
        leavers = [t for code, t in self.known.items() if code not in codes and t.is_active]
        self._refuse_too_many(leavers, force)
        apart = set(self.report.kept_apart)
        # Groups first: the communes point to them.
        for communes in (False, True):
            self._write([r for r in self.rows if self._is_commune(r) is communes and r.code not in apart])
        self._write_aliases()
        self._let_go(leavers)
        if self.changed:
            territories_changed.send(sender=Territory, pks=self.changed)
        return self.report

    def _is_commune(self, row):
        return row.kind == TerritoryKind.COMMUNE

    def _refuse_too_many(self, leavers, force):
        allowed = max(LEAVERS_ALLOWED[0], LEAVERS_ALLOWED[1] * len(self.known))
        if len(leavers) > allowed and not force:
            raise TooManyLeavers(
                f"Ce fichier ferait disparaître {len(leavers)} collectivités sur {len(self.known)}\u00a0: "
                "est-il complet\u202f? Ajoutez --force pour l’accepter."
            )

    def _write(self, rows):
        """Create and update in one statement a chunk: fields in place, primary keys kept."""
        territories = [t for t in map(self._prepare, rows) if t]
        chunks = [territories[start : start + CHUNK] for start in range(0, len(territories), CHUNK)]
        for chunk in self.progress(chunks):
            Territory.objects.bulk_create(
                chunk,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=[name.removesuffix("_id") for name in COPIED_FIELDS],
            )
        if territories:
            self.pks = dict(Territory.objects.filter(in_directory=True).values_list("code", "pk"))

    def _prepare(self, row):
        """Return the territory to write, None when nothing changed."""
        values = self._values(row)
        known = self.known.get(row.code)
        if known is None:
            self.report.created += 1
            return Territory(code=row.code, in_directory=True, **values)
        differing = {name for name in COPIED_FIELDS if getattr(known, name) != values[name]}
        if not differing:
            return None
        self.report.updated += 1
        if differing - SILENT_FIELDS:
            self.changed.append(known.pk)
        return Territory(code=row.code, in_directory=True, **values)

    def _values(self, row):
        values = {name: getattr(row, name) for name in COPIED_FIELDS if hasattr(row, name)}
        return values | {
            "search_name": search_key(row.name),
            "areas": row.areas.split(),
            "epci_id": self.pks.get(row.epci),
            "ept_id": self.pks.get(row.ept),
            "is_active": True,
            "successor_id": None,
        }

    def _write_aliases(self):
        rows = [row for row in self.aliases if row.territory in self.pks]
        known = {(a.code, a.name): a.territory_id for a in TerritoryAlias.objects.all()}
        new = [
            TerritoryAlias(
                code=row.code,
                name=row.name,
                search_name=search_key(row.name),
                territory_id=self.pks[row.territory],
            )
            for row in rows
            if known.get((row.code, row.name)) != self.pks[row.territory]
        ]
        TerritoryAlias.objects.bulk_create(
            new,
            update_conflicts=True,
            unique_fields=["code", "name"],
            update_fields=["search_name", "territory"],
        )
        self._drop_restored()

    def _drop_restored(self):
        """A former commune that is one again is no longer another name of the one it had joined."""
        current = {row.code: self.pks[row.code] for row in self.rows if row.code in self.pks}
        for alias in TerritoryAlias.objects.exclude(code=""):
            if alias.code in current and current[alias.code] != alias.territory_id:
                alias.delete()

    def _let_go(self, leavers):
        successors = {row.code: row.territory for row in self.aliases if row.code}
        for old in leavers:
            code = successors.get(old.code)
            if code in self.pks:
                new = Territory.objects.get(pk=self.pks[code])
                merge(old, into=new)
                self.report.merged.append((old, new))
            else:
                Territory.objects.filter(pk=old.pk).update(is_active=False)
                self.report.vanished.append(old)
                self.changed.append(old.pk)
