"""Who takes part in the conversation of a sheet. Predicates only: they touch nothing."""

from practices import rules


def speaks_for_the_town(user, practice) -> bool:
    return rules.is_member(user, practice.lead_id)


def speaks_for_the_moderators(user, practice) -> bool:
    """A moderator who also bears or wrote the sheet is on the other side: the notes are not for them."""
    return rules.is_moderator(user) and not rules.has_stake(user, practice)
