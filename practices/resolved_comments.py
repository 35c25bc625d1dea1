"""Wagtail leaves the resolved comments out of a version, and deletes them when that version is saved."""

from wagtail.models import COMMENTS_RELATION_NAME, Comment


def keep_resolved(page):
    """Put back in `page`, about to be saved, the comments that are resolved in the database."""
    resolved = Comment.objects.filter(page=page.pk, resolved_at__isnull=False).in_bulk() if page.pk else {}
    if not resolved:
        return
    comments = getattr(page, COMMENTS_RELATION_NAME)
    for comment in comments.get_object_list():
        if stored := resolved.pop(comment.pk, None):  # resolved while a form showed it as waiting
            comment.resolved_at, comment.resolved_by = stored.resolved_at, stored.resolved_by
    comments.add(*resolved.values())
