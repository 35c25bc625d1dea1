"""What collectivities say they take up, for moderators, who may remove what is not so."""

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from practices.territories.admin.policies import LimitedPolicy

from .models import Reuse


class ReuseViewSet(SnippetViewSet):
    model = Reuse
    icon = "redirect"
    menu_label = "Reprises"
    menu_order = 311
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "practice",
        "territory",
        "changes",
        DateColumn("created_at", label="Dite le", sort_key="created_at"),
    ]
    list_per_page = 100
    search_fields = ["changes", "territory__name", "practice__title"]
    panels = [
        FieldPanel("practice", read_only=True),
        FieldPanel("territory", read_only=True),
        FieldPanel("author", read_only=True),
        FieldPanel("changes"),
        FieldPanel("year"),
    ]

    def get_queryset(self, request):
        return Reuse.objects.select_related("practice", "territory")


# Collectivities speak for themselves, from the sheet.
register_permission_policy(Reuse, LimitedPolicy(Reuse, without={"add"}))
register_snippet(ReuseViewSet)
