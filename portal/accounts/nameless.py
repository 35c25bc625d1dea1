"""The one account that stands for all who left: what Wagtail would delete with a person is moved to it."""

from wagtail.models import Comment, CommentReply

from .models import NAMELESS, User


def keep_remarks_of(users):
    """Move what these people said on sheets to the account without a name, before they are deleted."""
    for model in (Comment, CommentReply):
        said = model.objects.filter(user__in=users)
        if said.exists():
            said.update(user=_nameless())


def _nameless():
    return User.objects.get_or_create(email=NAMELESS, defaults={"first_name": "Compte fermé"})[0]
