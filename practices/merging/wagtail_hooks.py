"""The way from a sheet to its merging with another."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from practices.models import PracticePage

from . import views
from .rules import can_merge


@hooks.register("register_admin_urls")
def merging_url():
    return [path("fiches/<key:pk>/reunir/", views.merge_sheet, name="practices_merge")]


@hooks.register("register_page_header_buttons")
def merging_button(page, user, view_name, next_url=None):
    if isinstance(page, PracticePage) and page.is_findable and can_merge(user, [page]):
        url = reverse("practices_merge", args=[page.pk])
        yield Button("Réunir avec une autre fiche", url, icon_name="copy", priority=41)
