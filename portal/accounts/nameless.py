"""The one account that stands for all who left: what Wagtail would delete with a person is moved to it.

What Wagtail would keep of their name goes.
"""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Comment, CommentReply, ModelLogEntry

from practices.territories.models import Membership

from .models import NAMELESS, User


def keep_remarks_of(users):
    """Move what these people said on sheets to the account without a name, before they are deleted."""
    for model in (Comment, CommentReply):
        said = model.objects.filter(user__in=users)
        if said.exists():
            said.update(user=_nameless())


def blank_log_of(users):
    """Wagtail's log calls an account and its memberships by the person's name: the lines stay, without it."""
    for rows in (User.objects.filter(pk__in=users), Membership.objects.filter(user__in=users)):
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        of_model = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(rows.model))
        of_model.filter(object_id__in=keys).update(label="")


def _nameless():
    return User.objects.get_or_create(email=NAMELESS, defaults={"first_name": "Compte fermé"})[0]
