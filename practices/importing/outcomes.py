"""What is asked of an import, and what became of each line."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import cached_property

from ..territories.models import Territory
from .rows import Problem

DEFAULT_SOURCE = "import"


class Action(models.TextChoices):
    """What is done with a line, or would be."""

    CREATE = "create", "à créer"
    UPDATE = "update", "à mettre à jour"
    UNCHANGED = "unchanged", "inchangée"
    SKIP = "skip", "laissée de côté"
    REFUSE = "refuse", "refusée"


@dataclass(frozen=True)
class ImportOptions:
    """`exact`: what a record does not say is emptied, instead of left as it is. `user`: in whose name."""

    commit: bool = False
    publish: bool = False
    lenient: bool = False
    update: bool = False
    source: str = DEFAULT_SOURCE
    user: models.Model | None = None
    exact: bool = False
    is_example: bool = False

    @cached_property
    def own_territories(self):
        """Keys of the collectivities that this person speaks for."""
        members_of = Territory.objects.for_member(self.user) if self.user else Territory.objects.none()
        return frozenset(members_of.values_list("pk", flat=True))


@dataclass
class Outcome:
    """What became of one line. `problems` refuse it, `remarks` do not."""

    number: int
    action: Action
    label: str = ""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
