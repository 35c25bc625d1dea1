"""Wagtail's pages of accounts, with a model that has no username."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(superuser=True))
    return client


def test_account_is_added_and_changed_in_the_admin(administrator):
    group = Group.objects.create(name="Modérateurs")
    person = {"email": "Nouvelle@association.example", "first_name": "Dominique", "last_name": "Durand"}
    passwords = {"password1": "une phrase assez longue", "password2": "une phrase assez longue"}
    assert administrator.get(reverse("wagtailusers_users:add")).status_code == 200

    administrator.post(reverse("wagtailusers_users:add"), person | passwords | {"groups": [group.pk]})

    user = User.objects.get(email="nouvelle@association.example")
    assert list(user.groups.all()) == [group]
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    assert administrator.get(url).status_code == 200

    administrator.post(url, person | {"last_name": "Dupont", "is_active": "on"})

    user.refresh_from_db()
    assert (user.last_name, user.groups.count(), user.is_active) == ("Dupont", 0, True)


def test_accounts_are_listed_and_found(administrator):
    UserFactory(email="relecture@association.example")
    url = reverse("wagtailusers_users:index")

    assert "relecture@association.example" in administrator.get(url).content.decode()
    assert administrator.get(url, {"q": "association"}).status_code == 200
    assert administrator.get(url, {"ordering": "-last_updated"}).status_code == 200
