"""Who answers for a collectivity named on a sheet, and who may write to it. Predicates only."""

from practices import rules
from practices.territories.models import Membership

from .models import Answer


def can_answer(user, bearing) -> bool:
    """A confirmed member of the collectivity that was asked, of no other."""
    return rules.is_member(user, bearing.territory_id)


def can_note(user) -> bool:
    """A moderator, who was told the answer by voice."""
    return user.is_active and rules.is_moderator(user)


def can_send_link(user, bearing) -> bool:
    """A member of the lead, or a moderator, to a collectivity that has said nothing and has nobody here."""
    if bearing.answer != Answer.WAITING or not bearing.is_proposed or has_members(bearing.territory_id):
        return False
    return can_note(user) or rules.is_member(user, bearing.practice.lead_id)


def can_answer_by_link(bearing) -> bool:
    """Whoever holds the link, until a member can answer, or until somebody answered another way."""
    if not bearing.email or has_members(bearing.territory_id):
        return False
    return bearing.answer == Answer.WAITING or bearing.answered_address == bearing.email


def has_members(territory) -> bool:
    """Whether somebody here speaks for the collectivity (or for that of this key)."""
    return Membership.objects.confirmed().for_territory(territory).filter(user__is_active=True).exists()
