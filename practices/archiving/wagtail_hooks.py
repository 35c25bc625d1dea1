"""The way from a sheet to its archiving."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from practices.models import PracticePage

from . import views
from .rules import can_archive


@hooks.register("register_admin_urls")
def archiving_url():
    return [path("fiches/<key:pk>/archiver/", views.archive_sheet, name="practices_archive")]


@hooks.register("register_page_header_buttons")
def archiving_button(page, user, view_name, next_url=None):
    if isinstance(page, PracticePage) and page.live and can_archive(user, page):
        label = "Sortir des archives" if page.is_archived else "Archiver"
        yield Button(label, reverse("practices_archive", args=[page.pk]), icon_name="lock", priority=40)
