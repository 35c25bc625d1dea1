"""Who may read a file. Predicates only."""

from practices import rules as practice_rules
from practices.models import PracticePage


def can_read(user, file) -> bool:
    """Anyone, once a published sheet holds it; before that, who may read the draft it was sent for."""
    if not file.is_clean:
        return False
    if PracticePage.objects.published().holding(file).exists():
        return True
    return file.practice is not None and practice_rules.can_view_draft(user, file.practice)
