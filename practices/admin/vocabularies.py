"""Themes, programmes and criteria in the admin."""

from django.contrib import messages
from django.shortcuts import redirect
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup

from ..models import Criterion, Programme, Theme


class DeleteUnusedView(DeleteView):
    """What sheets use is never deleted under them."""

    def dispatch(self, request, *args, **kwargs):
        if self.get_object().is_used:
            messages.error(
                request, "Des fiches s’en servent, ou un sous-thème en dépend\u00a0: changez-les d’abord."
            )
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "folder-open-inverse"
    menu_label = "Thèmes"
    add_to_admin_menu = False
    copy_view_enabled = False
    delete_view_class = DeleteUnusedView
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
    delete_view_class = DeleteUnusedView
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
    list_display = ["name", Column("order", label="Ordre")]


class VocabulariesGroup(SnippetViewSetGroup):
    menu_label = "Vocabulaires"
    menu_icon = "list-ul"
    menu_order = 310
    items = (ThemeViewSet, ProgrammeViewSet, CriterionViewSet)
