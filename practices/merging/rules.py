"""Who may merge two sheets. Predicates only: they touch nothing."""

from practices import rules


def can_merge(user, practices) -> bool:
    """A moderator who has a stake in neither."""
    return rules.is_moderator(user) and not rules.stakes(user, practices)
