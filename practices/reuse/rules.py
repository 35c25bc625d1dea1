"""Who says that a collectivity takes up a practice. Predicates only: they touch nothing."""

from practices import rules


def can_reuse(user, practice, territory) -> bool:
    """In the name of a collectivity one speaks for, which does not bear the sheet itself; no example."""
    if not practice.is_findable or practice.is_example:
        return False
    if territory.pk in bearers(practice):
        return False
    return rules.is_member(user, territory.pk)


def bearers(practice) -> set[int]:
    """The collectivities that bear the published sheet: its lead, and those that confirmed."""
    return {practice.lead_id, *(territory.pk for territory in practice.confirmed_bearers)} - {None}
