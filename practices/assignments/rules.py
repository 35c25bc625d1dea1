"""Who may hold a sheet in review, and move it from one person to another. Predicates only."""

from practices import rules

from .models import Association


def can_hold(user, practice) -> bool:
    """Take it, or be given it: whoever may decide on it."""
    return rules.is_moderator(user) and not rules.has_stake(user, practice)


def can_move(user, assignment) -> bool:
    """Give it to another or leave it: who holds it, their association, an administrator; free, any moderator.

    What somebody holds who no longer moderates is free.
    """
    holder = assignment.taken_by
    if holder is None or holder.pk == user.pk or user.is_superuser or not rules.is_moderator(holder):
        return rules.is_moderator(user)
    return Association.objects.of(user).filter(pk__in=Association.objects.of(holder)).exists()
