"""What collectivities say they take up, for moderators, who may remove what is not so."""

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Reuse


class ReusePolicy(ModelPermissionPolicy):
    """Collectivities speak for themselves, from the sheet: nothing is added here."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - {"add"})


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


register_permission_policy(Reuse, ReusePolicy(Reuse))
register_snippet(ReuseViewSet)
