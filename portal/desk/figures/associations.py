"""For which association each moderator speaks."""

from practices.assignments.models import Association

OTHERS = "Autres"  # administrators, people who no longer moderate


def speakers() -> dict[int, str]:
    """The association of each moderator, by the person's key, in one query; of several, the first by name."""
    named = Association.objects.filter(group__user__isnull=False).order_by("-name")
    return dict(named.values_list("group__user", "name"))
