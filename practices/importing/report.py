"""Saying what an import did, or would do, in French."""

from collections import Counter

from ..territories.bands import spaced
from .outcomes import Action, Outcome
from .rows import Problem

# In the order of the report: singular, plural; after and before the import.
DONE = {
    Action.CREATE: ("fiche créée", "fiches créées"),
    Action.UPDATE: ("fiche mise à jour", "fiches mises à jour"),
    Action.UNCHANGED: ("fiche inchangée", "fiches inchangées"),
    Action.SKIP: ("ligne laissée de côté", "lignes laissées de côté"),
    Action.REFUSE: ("ligne refusée", "lignes refusées"),
}
TO_DO = DONE | {
    Action.CREATE: ("fiche à créer", "fiches à créer"),
    Action.UPDATE: ("fiche à mettre à jour", "fiches à mettre à jour"),
}


class Report:
    """Counts outcomes, and keeps those with something to say up to `keep` of them."""

    def __init__(self, *, commit, keep=0):
        self.commit, self.keep = commit, keep
        self.counts = Counter()
        self.kept, self.left_out = [], 0

    def add(self, outcome):
        self.counts[outcome.action] += 1
        if outcome.problems or outcome.remarks:
            if len(self.kept) < self.keep:
                self.kept.append(outcome)
            else:
                self.left_out += 1

    def as_json(self):
        """What `from_json()` gives back."""
        kept = [[line.number, line.action, line.label, line.problems, line.remarks] for line in self.kept]
        return {
            "commit": self.commit,
            "keep": self.keep,
            "counts": self.counts,
            "kept": kept,
            "left_out": self.left_out,
        }

    @classmethod
    def from_json(cls, data):
        report = cls(commit=data["commit"], keep=data["keep"])
        report.counts = Counter({Action(name): count for name, count in data["counts"].items()})
        report.left_out = data["left_out"]
        for number, action, label, problems, remarks in data["kept"]:
            told = ([Problem(*problem) for problem in problems], [Problem(*remark) for remark in remarks])
            report.kept.append(Outcome(number, Action(action), label, *told))
        return report

    @property
    def lines(self):
        return sum(self.counts.values())

    @property
    def refused(self):
        return self.counts[Action.REFUSE]

    @property
    def importable(self):
        """How many lines write something."""
        return self.counts[Action.CREATE] + self.counts[Action.UPDATE]

    @property
    def import_label(self):
        """What the button says."""
        if self.importable == 1:
            return "Importer la ligne bonne"
        return f"Importer les {spaced(self.importable)} lignes bonnes"

    def totals(self):
        """One sentence a count that is not zero: "12 fiches créées"."""
        words = DONE if self.commit else TO_DO
        return [counted(self.counts[action], *words[action]) for action in words if self.counts[action]]


def counted(count, singular, plural):
    """A number and its word, thousands apart by a narrow space."""
    return f"{spaced(count)}\u00a0{singular if count < 2 else plural}"


def sentences(outcome):
    """One sentence for each thing to say of a line: line, column, reason."""
    for problem in outcome.problems:
        yield _sentence(outcome, problem, "")
    for remark in outcome.remarks:
        yield _sentence(outcome, remark, "remarque\u00a0: ")


def _sentence(outcome, problem, prefix):
    place = f"Ligne {outcome.number}"
    if problem.column:
        place += f", colonne {problem.column}"
    return f"{place}\u00a0: {prefix}{problem.reason}"
