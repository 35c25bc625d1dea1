"""The moderators’ way into a conversation: a page of the admin, and a button on the sheet."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from practices.models import PracticePage

from . import rules, views


@hooks.register("register_admin_urls")
def conversation_url():
    return [path("fiches-a-relire/<key:pk>/echanges/", views.of_moderators, name="practices_conversation")]


@hooks.register("register_page_header_buttons")
def conversation_button(page, user, view_name, next_url=None):
    """The way from the sheet to what was said about it."""
    if isinstance(page, PracticePage) and page.pk and rules.speaks_for_the_moderators(user, page):
        url = reverse("practices_conversation", args=[page.pk])
        yield Button("Échanges et notes", url, icon_name="comment", priority=15)
