"""Which versions of a sheet were written through the link: Wagtail's log says it, as they have no account."""

from wagtail.models import PageLogEntry

WRITTEN, SIGNED, DECLINED = "interviews.write", "interviews.sign", "interviews.decline"


def written_by_link(practice) -> set[int]:
    """The keys of those versions; one query."""
    entries = PageLogEntry.objects.filter(page=practice.pk, action=WRITTEN)
    return set(entries.values_list("revision", flat=True))
