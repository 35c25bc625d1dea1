import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from practices.territories.memberships import confirm, refuse
from practices.territories.models import Membership
from practices.territories.rules import can_decide_membership
from practices.territories.signals import membership_decided
from tests.factories.accounts import UserFactory
from tests.factories.territories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def moderator():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="change_membership"))
    return user


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
        ("colleague", True),
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
