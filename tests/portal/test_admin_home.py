"""The first page of the admin leads each role to its work."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.pages import starter_site
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def first_page(client, user):
    client.force_login(user)
    html = client.get(reverse("wagtailadmin_home")).text
    return html, re.findall(r"Modifier «&nbsp;([^<]+)&nbsp;»", html)


def test_editor_starts_with_the_pages_that_they_write(client, add_sheet):
    add_sheet(title="Partager un informaticien")
    editor = UserFactory()
    editor.groups.set(Group.objects.filter(name=starter_site.EDITORS))

    html, pages = first_page(client, editor)

    assert {"Aide", "Mentions légales", "Plan du site"} <= set(pages)
    assert {"Accueil", "Fiches", "Partager un informaticien"}.isdisjoint(pages)
    assert reverse("desk") not in html
    assert "w-summary" not in html


def test_administrator_starts_with_the_pages_the_desk_and_the_accounts(client, add_sheet):
    add_sheet(title="Partager un informaticien")

    html, pages = first_page(client, UserFactory(superuser=True))

    assert "Accueil" in pages
    assert {"Racine", "Fiches", "Partager un informaticien"}.isdisjoint(pages)
    assert "Gérer les comptes" in html
    assert f'href="{reverse("desk")}">Relire les fiches' in html
