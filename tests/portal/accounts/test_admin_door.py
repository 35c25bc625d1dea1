"""Whoever may not enter the admin reads one page that says so, whatever address they opened."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from practices.assignments.models import Association
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"
PASSWORD = "un mot de passe long"
ADDRESSES = [
    "/admin/",
    "/admin/bureau/",
    "/admin/pages/",
    "/admin/account/",
    "/admin/jsi18n/",
    "/admin/nulle-part/",
    "/admin/login/?next=/admin/",
]


@pytest.fixture(params=[False, True], ids=["password", "second factor"])
def required(request, settings):
    settings.REQUIRE_MFA = request.param


def member():
    return MembershipFactory(referent=True).user


def member_of_a_bare_association():
    """Its group was made by hand: it neither reviews nor enters the admin."""
    group = Group.objects.create(name="Amis du numérique")
    Association.objects.create(name="Amis du numérique", group=group)
    user = UserFactory()
    user.groups.add(group)
    return user


@pytest.mark.parametrize("make", [member, UserFactory, member_of_a_bare_association])
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_not_enter_reads_one_page(client, required, make, address):
    user = make()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    answers = [client.get(address, follow=True) for _ in range(2)]

    for answer in answers:
        assert answer.status_code == 403
        assert len(answer.redirect_chain) <= 2
        assert "réservée aux associations" in answer.text
        assert user.email in answer.text
        assert f'href="{reverse("practices:my_practices")}"' in answer.text
        assert list(answer.context["messages"]) == []


def test_nothing_is_posted_either(client):
    client.force_login(member(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.post("/admin/bureau/prendre/").status_code == 403


def test_visitor_is_asked_who_they_are(client):
    assert client.get("/admin/bureau/").url == f"{LOGIN}?next=/admin/bureau/"


@pytest.mark.parametrize("make", [member, member_of_a_bare_association])
def test_login_leads_to_the_space_of_who_may_not_enter(client, make):
    user = make()
    user.set_password(PASSWORD)
    user.save()
    confirm_address(user)

    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert response.url == "/mon-espace/"


def test_association_that_reviews_nothing_starts_at_the_admin_not_at_the_desk(client):
    user = member_of_a_bare_association()
    user.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    answers = [client.get(address, follow=True) for address in ("/admin/", "/admin/bureau/")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [len(answer.redirect_chain) for answer in answers] == [0, 1]
