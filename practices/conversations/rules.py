"""Who takes part in the conversation of a sheet. Predicates only: they touch nothing."""

from practices import rules


def voice_of(user, practice) -> int | None:
    """The key of the collectivity in whose name this person writes: the lead, or one that bears it too."""
    if rules.is_member(user, practice.lead_id):
        return practice.lead_id
    return min(rules.speaks_for(user, practice), default=None) if user.is_active else None


def speaks_for_the_town(user, practice) -> bool:
    return voice_of(user, practice) is not None


def speaks_for_the_moderators(user, practice) -> bool:
    """A moderator who also bears or wrote the sheet is on the other side: the notes are not for them."""
    return rules.is_moderator(user) and not rules.has_stake(user, practice)
