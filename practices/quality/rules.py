"""Who gives the mark. Predicates only: they touch nothing."""

from practices import rules


def can_mark(user, practice) -> bool:
    """A moderator without a stake; giving and taking back are the same right."""
    return rules.is_moderator(user) and not rules.has_stake(user, practice)
