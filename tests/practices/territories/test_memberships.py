import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from practices.territories.memberships import ask, confirm, end, name_referent, refuse
from practices.territories.models import Membership
from practices.territories.rules import can_decide_membership
from practices.territories.signals import last_referent_left, membership_decided
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.territories import EmailDomainFactory, MembershipFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def moderator():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="change_membership"))
    return user


@pytest.fixture
def territory():
    return TerritoryFactory(name="Luzy", department_code="58")


@pytest.fixture
def decisions():
    """(status, by) of each decision that was told."""
    heard = []

    def listen(sender, membership, by, **kwargs):
        heard.append((membership.status, by))

    membership_decided.connect(listen)
    yield heard
    membership_decided.disconnect(listen)


def test_confirm_lets_the_person_speak_and_tells(moderator, decisions):
    membership = MembershipFactory()

    confirm(membership, by=moderator)

    stored = Membership.objects.get()
    assert (stored.status, stored.decided_by, stored.decided_at) == (
        "confirmed",
        moderator,
        membership.decided_at,
    )
    assert stored.decided_at is not None
    assert decisions == [("confirmed", moderator)]


def test_confirm_twice_tells_once(moderator, decisions):
    membership = MembershipFactory()

    confirm(membership, by=moderator)
    first = membership.decided_at
    confirm(Membership.objects.get(), by=moderator)

    assert decisions == [("confirmed", moderator)]
    assert Membership.objects.get().decided_at == first


def test_refuse_takes_back_a_confirmed_membership(moderator, decisions):
    membership = MembershipFactory(confirmed=True)

    refuse(membership, by=moderator)

    assert Membership.objects.get().status == "refused"
    assert decisions == [("refused", moderator)]


def test_the_portal_itself_may_confirm(decisions):
    membership = MembershipFactory()

    confirm(membership, by=None)

    assert Membership.objects.get().decided_by is None
    assert decisions == [("confirmed", None)]


def test_a_stranger_decides_nothing(decisions):
    membership = MembershipFactory()

    with pytest.raises(PermissionDenied):
        confirm(membership, by=UserFactory())

    assert Membership.objects.get().status == "pending"
    assert decisions == []


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("moderator", True),
        ("superuser", True),
        ("referent", True),
        ("colleague", False),
        ("waiting colleague", False),
        ("member elsewhere", False),
        ("oneself", False),
        ("inactive moderator", False),
    ],
)
def test_can_decide_membership(who, may, moderator):
    membership = MembershipFactory()
    inactive = UserFactory(is_active=False)
    inactive.user_permissions.set(moderator.user_permissions.all())
    people = {
        "moderator": moderator,
        "superuser": UserFactory(superuser=True),
        "referent": MembershipFactory(territory=membership.territory, referent=True).user,
        "colleague": MembershipFactory(territory=membership.territory, confirmed=True).user,
        "waiting colleague": MembershipFactory(territory=membership.territory).user,
        "member elsewhere": MembershipFactory(confirmed=True).user,
        "oneself": membership.user,
        "inactive moderator": inactive,
    }

    assert can_decide_membership(people[who], membership) is may


def test_a_moderator_does_not_decide_on_their_own_request(moderator):
    assert not can_decide_membership(moderator, MembershipFactory(user=moderator))


def test_one_membership_a_person_and_territory():
    membership = MembershipFactory()

    with pytest.raises(IntegrityError):
        MembershipFactory(user=membership.user, territory=membership.territory)


def test_request_made_again_bears_its_own_date(territory):
    membership = MembershipFactory(territory=territory, refused=True)
    long_ago = timezone.now() - datetime.timedelta(days=90)
    Membership.objects.update(created_at=long_ago)

    again = ask(territory, user=membership.user)

    again.refresh_from_db()
    assert again.created_at > long_ago
    assert again.is_pending


def test_queryset_verbs():
    waiting = MembershipFactory()
    confirmed = MembershipFactory(confirmed=True)
    MembershipFactory(refused=True)

    assert [
        list(Membership.objects.pending()),
        list(Membership.objects.confirmed()),
        list(Membership.objects.for_user(waiting.user)),
        list(Membership.objects.for_territory(confirmed.territory)),
    ] == [[waiting], [confirmed], [waiting], [confirmed]]


def roles(territory):
    return {one.user: one.role for one in Membership.objects.confirmed().for_territory(territory)}


def test_first_confirmed_is_referent_and_the_next_contributes(moderator, territory):
    first, second = (confirm(MembershipFactory(territory=territory), by=moderator) for _ in range(2))

    assert roles(territory) == {first.user: "referent", second.user: "contributor"}


def test_referent_names_another_once(territory, mailoutbox):
    referent = MembershipFactory(territory=territory, referent=True).user
    colleague = MembershipFactory(territory=territory, confirmed=True)

    for _ in range(2):
        name_referent(colleague, by=referent)

    assert roles(territory) == {referent: "referent", colleague.user: "referent"}
    assert [sent.to for sent in mailoutbox] == [[colleague.user.email]]


@pytest.mark.parametrize("state", ["pending", "ended"])
def test_nobody_is_named_who_does_not_speak_for_the_collectivity(territory, state):
    referent = MembershipFactory(territory=territory, referent=True).user
    waiting = MembershipFactory(territory=territory, status=state)

    with pytest.raises(PermissionDenied):
        name_referent(waiting, by=referent)


def test_contributor_neither_accepts_nor_names_nor_ends(territory):
    contributor = MembershipFactory(territory=territory, confirmed=True).user
    waiting = MembershipFactory(territory=territory)
    other = MembershipFactory(territory=territory, confirmed=True)

    for decide, membership in ((confirm, waiting), (refuse, waiting), (end, other), (name_referent, other)):
        with pytest.raises(PermissionDenied):
            decide(membership, by=contributor)


def test_last_referent_leaving_hands_over_to_the_oldest_colleague(territory):
    heard = []

    def listen(sender, territory, successor, **kwargs):
        heard.append((territory, successor))

    last_referent_left.connect(listen)
    leaving = MembershipFactory(territory=territory, referent=True)
    older = MembershipFactory(territory=territory, confirmed=True)
    newer = MembershipFactory(territory=territory, confirmed=True)

    end(leaving, by=leaving.user)

    assert roles(territory) == {older.user: "referent", newer.user: "contributor"}
    assert heard == [(territory, older)]
    last_referent_left.disconnect(listen)


def test_last_person_leaving_is_told_to_the_moderators(territory, moderator, mailoutbox):
    leaving = MembershipFactory(territory=territory, referent=True)

    end(leaving, by=leaving.user)

    assert [(sent.to, sent.subject) for sent in mailoutbox] == [
        ([moderator.email], "Plus de référent\u00a0: Luzy (58)")
    ]


def test_who_was_ended_waits_for_a_person_whatever_the_domain(territory):
    referent = MembershipFactory(territory=territory, referent=True).user
    membership = MembershipFactory(territory=territory, confirmed=True)
    EmailDomainFactory(domain="mairie.example", territory=territory)
    confirm_address(membership.user)
    end(membership, by=referent)

    assert ask(territory, user=membership.user).is_pending
