"""Themes, programmes and criteria in the admin."""

from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ..models import Criterion, Programme, Theme


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "folder-open-inverse"
    menu_label = "Thèmes"
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("path", label="Valeur dans les adresses"),
        Column("order", label="Ordre"),
        Column("practice_count", label="Fiches"),
    ]
    list_per_page = 200
    search_fields = ["name"]

    def get_queryset(self, request):
        return Theme.objects.in_tree_order().select_related("parent").with_practice_count()


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "tag"
    menu_label = "Programmes"
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = [
        "name",
        Column("slug", label="Valeur dans les adresses"),
        Column("practice_count", label="Fiches"),
    ]
    search_fields = ["name"]

    def get_queryset(self, request):
        return Programme.objects.with_practice_count()


class CriterionViewSet(SnippetViewSet):
    model = Criterion
    icon = "tasks"
    menu_label = "Critères de relecture"
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = [
        "name",
        Column("order", label="Ordre"),
        Column("use_count", label="Relectures", sort_key="use_count"),
    ]

    def get_queryset(self, request):
        return Criterion.objects.with_use_count()


class VocabulariesGroup(SnippetViewSetGroup):
    menu_label = "Vocabulaires"
    menu_icon = "list-ul"
    menu_order = 310
    items = (ThemeViewSet, ProgrammeViewSet, CriterionViewSet)
