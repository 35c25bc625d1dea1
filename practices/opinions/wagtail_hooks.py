"""The way to a second opinion."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from practices import rules
from practices.models import PracticePage

from . import views
from .asking import ASKED, GIVEN


@hooks.register("register_admin_urls")
def opinion_url():
    return [path("fiches-a-relire/<key:pk>/avis/", views.second_opinion, name="practices_opinion")]


@hooks.register("register_page_header_buttons")
def opinion_button(page, user, view_name, next_url=None):
    if isinstance(page, PracticePage) and page.pk and rules.can_review(user, page):
        url = reverse("practices_opinion", args=[page.pk])
        yield Button("Avis de l’autre association", url, icon_name="comment", priority=6)


@hooks.register("register_log_actions")
def opinion_log_actions(actions):
    actions.register_action(ASKED, "Demander un avis", "Avis demandé à une autre association")
    actions.register_action(GIVEN, "Donner un avis", "Avis donné")
