"""What people said on sheets stays when their account goes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, ModelLogEntry

from portal.accounts.closing import close
from portal.accounts.keeping import UNUSED_DAYS
from portal.accounts.models import NAMELESS, User
from portal.accounts.unused import close_unused
from practices import remarks
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory(confirmed=True).user


@pytest.fixture
def moderator():
    return ModeratorFactory()


@pytest.fixture
def practice(member, moderator):
    """A sheet with a remark of the moderator, which the member has answered."""
    practice = PracticeFactory(lead=member.memberships.get().territory, owner=member)
    comment = Comment.objects.create(page=practice, user=moderator, text="Lequel\u00a0?", contentpath="need")
    remarks.answer(practice, user=member, remark=comment.pk, text="Le premier.")
    return practice


DOORS = {
    "the person": close,
    "the admin": lambda user: user.delete(),
    "several at once in the admin": lambda user: User.objects.filter(pk__in=[user.pk]).delete(),
}


@pytest.mark.parametrize("door", DOORS)
def test_remarks_and_replies_stay_without_a_name(practice, member, moderator, door):
    for user in (member, moderator):
        DOORS[door](user)

    (remark,) = remarks.remarks_of(practice).all
    assert not User.objects.filter(pk__in=[member.pk, moderator.pk]).exists()
    assert [(said.who, said.text) for said in remark.said] == [
        ("Compte fermé", "Lequel\u00a0?"),
        ("Compte fermé", "Le premier."),
    ]
    assert {one.user.email for one in (*Comment.objects.all(), *CommentReply.objects.all())} == {NAMELESS}


@pytest.mark.parametrize("door", DOORS)
def test_log_of_the_admin_forgets_the_name_of_who_left_and_of_nobody_else(door):
    membership, other = (MembershipFactory(confirmed=True) for _ in range(2))
    people = [membership.user, membership, other.user, other]
    for row in people:
        log(row, "wagtail.edit")

    DOORS[door](membership.user)

    labels = list(
        ModelLogEntry.objects.filter(action="wagtail.edit").order_by("pk").values_list("label", flat=True)
    )
    assert labels == ["", "", str(other.user), str(other)]


def test_deletion_in_the_admin_is_logged_without_the_name(client, member):
    client.force_login(UserFactory(superuser=True))

    client.post(reverse("wagtailusers_users:delete", args=[member.pk]))

    assert [entry.label for entry in ModelLogEntry.objects.filter(action="wagtail.delete")] == [""]


def test_account_of_who_said_nothing_leaves_no_trace(member):
    close(member)

    assert not User.objects.exists()


def test_nobody_logs_in_with_the_account_without_a_name(client):
    user = UserFactory(email=NAMELESS, password="un mot de passe long", is_staff=True)

    user.refresh_from_db()
    assert (user.is_active, user.is_staff, user.has_usable_password()) == (False, False, False)
    confirm_address(user)
    client.post("/compte/connexion/", {"login": NAMELESS, "password": "un mot de passe long"})
    assert "_auth_user_id" not in client.session


def test_account_without_a_name_is_never_warned_closed_or_deleted(practice, member, mailoutbox):
    close(member)
    long_ago = timezone.now() - timedelta(days=UNUSED_DAYS * 2)
    User.objects.filter(email=NAMELESS).update(date_joined=long_ago, warnings=2, warned_at=long_ago)
    before = len(mailoutbox)

    close_unused()
    with pytest.raises(PermissionDenied):
        User.objects.get(email=NAMELESS).delete()

    assert CommentReply.objects.get().user.email == NAMELESS
    assert len(mailoutbox) == before
