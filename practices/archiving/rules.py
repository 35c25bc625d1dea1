"""Who may archive a sheet. Predicates only: they touch nothing."""

from practices import rules


def can_archive(user, practice) -> bool:
    """A moderator without a stake; archiving and opening again are the same right."""
    return rules.is_moderator(user) and not rules.has_stake(user, practice)
