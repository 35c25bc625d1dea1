"""The way from a theme to its merging with another."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import ListingButton

from practices.models import Theme

from . import views


@hooks.register("register_admin_urls")
def merging_url():
    return [path("themes/<key:pk>/reunir/", views.merge_theme, name="practices_merge_theme")]


@hooks.register("register_snippet_listing_buttons")
def merging_button(snippet, user, next_url=None):
    if isinstance(snippet, Theme):  # the page asks who it is, once: the list has as many rows as themes
        url = reverse("practices_merge_theme", args=[snippet.pk])
        yield ListingButton("Réunir à un autre thème", url, icon_name="copy", priority=30)
