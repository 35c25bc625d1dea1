"""For which association each moderator speaks."""

from practices.models import ReviewTask

OTHERS = "Autres"  # administrators, people who no longer moderate
PREFIX = "Modérateurs "


def speakers() -> dict[int, str]:
    """The association of each moderator, by the person's key, in one query; of several, the first by name."""
    groups = ReviewTask.objects.filter(active=True, groups__user__isnull=False)
    named = groups.values_list("groups__user", "groups__name").order_by("-groups__name")
    return {key: name.removeprefix(PREFIX) for key, name in named}
