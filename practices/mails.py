"""The mails of sheets and of collectivities: who is told of what, in French, each with the one thing to do.

A mail is a row written in the transaction of what causes it (see EMAIL_BACKEND); the worker sends it.
"""

from django.contrib.auth import get_user_model
from django.urls import reverse

from practices.territories.models import Membership

from .mailing.choosing import wanting
from .mailing.composing import absolute, queue
from .mailing.links import stop_link
from .mailing.models import Kind
from .models import PracticePage
from .models.review import Verdict

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
CONTACT = "practices/mails/contact.txt"
OF_VERDICT = {Verdict.APPROVED: "approved", Verdict.CHANGES: "changes", Verdict.REFUSED: "refused"}


def submitted(practice, task_state, *, to):
    """To the moderators concerned by this sheet; no mail about an example, here or below."""
    if practice.is_example:
        return
    address = absolute(reverse("desk_read", args=[practice.pk]))
    version = task_state.revision.as_object()
    send("submitted", to, kind=Kind.REVIEWS, practice=version, address=address)


def handed_over(practice, *, by, to):
    """To the moderator who is given the sheet."""
    address = absolute(reverse("desk_read", args=[practice.pk]))
    title = title_of(practice)
    send("handed_over", [to], kind=Kind.REVIEWS, title=title, by=by, lead=practice.lead, address=address)


def decided(practice, task_state, letter):
    """To the people of the collectivity who wrote or sent the version that was judged."""
    if practice.is_example:
        return
    context = {
        "title": task_state.revision.object_str,
        "reason": letter,
        "address": absolute(reverse("practices:edit", args=[practice.pk])),
    }
    if task_state.verdict == Verdict.APPROVED:
        context["address"] = PracticePage.objects.get(pk=practice.pk).full_url
    send(OF_VERDICT[task_state.verdict], writers_of(practice, task_state), **context)


def lead_changed(practice, *, former, by):
    """To the people of the collectivity that had the sheet, and read it no more: who took it, and where."""
    address = absolute(reverse("practices:my_practices"))
    said = {"title": title_of(practice), "practice": practice, "former": former, "by": by}
    left = members_of(former).exclude(pk__in=members_of(practice.lead))
    send("lead_changed", left, address=address, **said)


def membership_asked(membership):
    """To those who may confirm it: moderators, and the referents of the collectivity."""
    moderators = membership_moderators().exclude(pk=membership.user_id)
    listing = absolute(reverse(Membership.snippet_viewset.get_url_name("list")))
    referents = referents_of(membership.territory).exclude(pk=membership.user_id)
    said = {"kind": Kind.MEMBERSHIPS, "membership": membership}
    send("membership_asked", referents, address=people_address(membership.territory), **said)
    send("membership_asked", moderators.exclude(pk__in=referents), address=listing, **said)


def membership_decided(membership, *, by):
    """To the person, unless they left by themselves."""
    if membership.is_confirmed:
        address = absolute(reverse("practices:create"))
        send("membership_confirmed", [membership.user], membership=membership, address=address)
    elif by != membership.user:
        name = f"membership_{membership.status}"
        address = absolute(reverse("practices:my_practices"))
        send(name, [membership.user], membership=membership, address=address)


def membership_vouched(membership):
    """To the referents, else the moderators: the e-mail domain let somebody in, and they may object."""
    territory = membership.territory
    colleagues = referents_of(territory).exclude(pk=membership.user_id)
    if colleagues:
        address = people_address(territory)
    else:
        colleagues = membership_moderators()
        address = absolute(reverse(Membership.snippet_viewset.get_url_name("list")))
    said = {"kind": Kind.MEMBERSHIPS, "membership": membership}
    send("membership_vouched", colleagues, address=address, **said)


def referent_named(membership):
    """To the new referent."""
    address = people_address(membership.territory)
    send("referent_named", [membership.user], membership=membership, address=address)


def referents_called(practice, *, by):
    """To those who send the sheets of the collectivity: one of its people finished this one."""
    address = absolute(reverse("practices:submit", args=[practice.pk]))
    said = {"kind": Kind.MESSAGES, "title": title_of(practice), "by": by}
    send("referents_called", referents_of(practice.lead_id), address=address, **said)


def last_referent_left(territory, successor):
    """To the moderators, who may know whom to call."""
    address = absolute(reverse(Membership.snippet_viewset.get_url_name("list")))
    said = {"kind": Kind.MEMBERSHIPS, "territory": territory, "successor": successor}
    send("last_referent_left", membership_moderators(), address=address, **said)


def membership_moderators():
    """The people who decide on memberships for the portal."""
    return get_user_model().objects.with_perm(
        "territories.change_membership", backend=MODEL_BACKEND, include_superusers=False
    )


def referents_of(territory):
    """The people who answer for those who speak for the collectivity."""
    return _people_of(Membership.objects.referents(), territory)


def members_of(territory):
    """The people who speak for the collectivity (or for that of this key)."""
    return _people_of(Membership.objects.confirmed(), territory)


def _people_of(memberships, territory):
    keys = memberships.for_territory(territory).values("user")
    return get_user_model().objects.filter(pk__in=keys, is_active=True)


def people_address(territory):
    """Where the referents decide."""
    return absolute(reverse("practices:people", args=[territory.code]))


def contact(practice, *, name, email, message):
    """To the contact of the sheet; the answer goes to whoever wrote."""
    context = {"practice": practice, "name": name, "email": email, "message": message}
    context["address"] = practice.full_url
    queue(CONTACT, context, to=practice.contact_email, headers={}, reply_to=[email])


def send(name, users, *, kind=None, **context):
    """One mail to each active person of `users` who gets mails of this kind, asking to open `address`.

    Without kind it cannot be turned off: keep that for what answers a person's own act.
    """
    for user in wanting(users, kind):
        stop = stop_link(user, kind) if kind else ""
        template, action = f"practices/mails/{name}.txt", context.get("address", "")
        queue(template, context | {"user": user}, to=user.email, action=action, stop=stop)


def title_of(practice):
    """As last written."""
    return practice.draft_title or practice.title


def writers_of(practice, task_state):
    """Who sent the sheet and who wrote it, while they belong to the collectivity; else all its members."""
    return those_of(practice, {task_state.workflow_state.requested_by_id, task_state.revision.user_id})


def those_of(practice, keys):
    """Those of these accounts that belong to the collectivity; else all its members."""
    members = members_of(practice.lead_id)
    return members.filter(pk__in=keys - {None}) or members
