"""Each role sees in the admin what serves it, with the portal's name, and nothing of Wagtail's own house."""

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

from portal.pages import starter_site
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MODERATOR, EDITOR = starter_site.MODERATORS[0], starter_site.EDITORS


@pytest.fixture
def person(home):
    """Somebody of these groups; without a group, an administrator."""

    def make(*groups):
        user = UserFactory(superuser=not groups)
        user.groups.set(Group.objects.filter(name__in=groups))
        return user

    return make


def names(menu, request):
    """The names in the menu, those of a submenu under its own."""
    found = {}
    for item in menu.menu_items_for_request(request):
        found[item.name] = set(names(item.menu, request)) if hasattr(item, "menu") else None
    return found


def menu_of(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return names(admin_menu, request)


def test_moderator_sees_sheets_figures_vocabularies_and_memberships(person):
    menu = menu_of(person(MODERATOR))

    assert menu.keys() >= {"chiffres", "sheets", "vocabulaires", "collectivites"}
    assert "rattachements" in menu["collectivites"]
    assert menu["recherche"] == {"synonymes", "recherches-sans-resultat", "demandes-de-visiteurs"}
    assert menu["entre-collectivites"] == {"collectivites-associees", "reprises"}
    assert menu["reports"] == {"site-history"}
    assert menu.keys().isdisjoint({"explorer", "images", "documents", "settings"})


def test_editor_sees_pages_and_media(person):
    assert menu_of(person(EDITOR)) == {
        "explorer": None,
        "images": None,
        "documents": None,
        "reports": {"site-history", "aging-pages"},
        "help": {"keyboard-shortcuts-trigger"},
    }


def test_person_of_both_roles_sees_both(person):
    menu = menu_of(person(MODERATOR, EDITOR))

    assert menu.keys() >= {"explorer", "images", "documents", "chiffres", "vocabulaires"}
    assert "sheets" not in menu


def test_administrator_sees_all_but_the_links_outside(person):
    menu = menu_of(person())

    assert menu.keys() >= {"explorer", "images", "chiffres", "vocabulaires", "settings"}
    assert {"users", "groups", "sites", "collections", "redirects"} <= menu["settings"]
    assert {"locked-pages", "workflows", "page-types-usage"} <= menu["reports"]
    assert menu["help"] == {"keyboard-shortcuts-trigger"}


@pytest.mark.parametrize("groups", [(MODERATOR,), (EDITOR,), ()])
def test_admin_has_the_name_and_the_icon_of_the_portal(client, person, groups):
    client.force_login(person(*groups))

    html = client.get(reverse("wagtailadmin_home"), follow=True).content.decode()

    assert '<html lang="fr"' in html
    assert "Pratiques communes</title>" in html
    assert 'href="/static/favicon.svg"' in html
    assert 'href="/static/admin/admin.css"' in html
    assert "admin-brand" in html
    assert "wagtail.org" not in html


def test_missing_page_of_the_admin_says_so_in_french(client, person):
    client.force_login(person())

    response = client.get("/admin/nulle-part/")

    assert response.status_code == 404
    assert "Page introuvable" in response.content.decode()


def test_video_is_asked_for_nowhere():
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
