"""The way from a sheet to its mark, and the criteria that moderators keep."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from practices.models import PracticePage

from . import views
from .models import QualityCriterion
from .rules import can_mark


class QualityCriterionViewSet(SnippetViewSet):
    model = QualityCriterion
    icon = "pick"
    menu_label = "Marque de qualité"
    menu_order = 313
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "name",
        Column("order", label="Ordre"),
        Column("use_count", label="Fiches qui portent la marque"),
    ]

    def get_queryset(self, request):
        return QualityCriterion.objects.with_use_count()


register_snippet(QualityCriterionViewSet)


@hooks.register("register_admin_urls")
def mark_url():
    return [path("fiches/<key:pk>/marque/", views.mark_sheet, name="practices_quality")]


@hooks.register("register_page_header_buttons")
def mark_button(page, user, view_name, next_url=None):
    if isinstance(page, PracticePage) and page.is_findable and can_mark(user, page):
        url = reverse("practices_quality", args=[page.pk])
        yield Button("Marque de qualité", url, icon_name="pick", priority=42)
