"""Which mails a person gets: whoever sends asks here."""

from django.db import transaction

from practices.models import ReviewTask

from .models import Kind, Refusal

OF_MODERATORS = {Kind.REVIEWS, Kind.DIGEST}


def wanting(users, kind) -> list:
    """Those of these active people who get mails of this kind; of no kind (None), all of them."""
    users = [user for user in users if user.is_active and user.email]
    if kind is None:
        return users
    refusals = Refusal.objects.filter(kind=kind, user__in=[user.pk for user in users])
    refusing = set(refusals.values_list("user", flat=True))
    return [user for user in users if user.pk not in refusing]


def offered_to(user) -> list[Kind]:
    """The kinds that this person may turn off: those that they can get."""
    return [kind for kind in Kind if kind not in OF_MODERATORS or ReviewTask.is_moderator(user)]


def chosen_by(user) -> list[Kind]:
    """Those that they get."""
    refused = Refusal.objects.filter(user=user).values_list("kind", flat=True)
    return [kind for kind in offered_to(user) if kind not in set(refused)]


@transaction.atomic
def choose(user, kinds):
    """From now on these, of those that are offered."""
    Refusal.objects.filter(user=user, kind__in=kinds).delete()
    for kind in set(offered_to(user)) - set(kinds):
        refuse(user.pk, kind)


def refuse(user_id, kind):
    """This kind no more; harmless twice."""
    Refusal.objects.get_or_create(user_id=user_id, kind=kind)
