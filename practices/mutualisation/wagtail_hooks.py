"""What the collectivities named on sheets answered, for moderators; those without answer first."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from practices.territories.admin.columns import PostingColumn
from practices.territories.admin.policies import LimitedPolicy

from . import admin_views
from .models import Answer, Bearing
from .noting import BearingForm

PANELS = [
    FieldPanel("practice", read_only=True),
    FieldPanel("territory", read_only=True),
    FieldPanel("email", help_text="Une adresse nouvelle reçoit aussitôt le lien pour répondre."),
    FieldPanel("answer", help_text="À noter ici quand la collectivité a répondu de vive voix."),
    FieldPanel("reason"),
]


class NotedColumn(PostingColumn):
    """Two buttons, while the collectivity has not answered."""

    cell_template_name = "mutualisation/noted_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"waits": instance.is_proposed and instance.answer == Answer.WAITING}


class BearingViewSet(SnippetViewSet):
    model = Bearing
    icon = "group"
    menu_label = "Collectivités associées"
    menu_order = 311
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "practice",
        "territory",
        NotedColumn("noted", label="Elle a répondu"),
        Column("get_answer_display", label="Réponse"),
        DateColumn("asked_at", label="Demandé le", sort_key="asked_at"),
        Column("email", label="Adresse donnée"),
    ]
    list_filter = ["answer", "is_proposed"]
    list_per_page = 100
    ordering = ["-answer", "asked_at"]
    search_fields = ["practice__title", "territory__name"]
    edit_handler = ObjectList(PANELS, base_form_class=BearingForm)

    def get_queryset(self, request):
        return Bearing.objects.select_related("practice", "territory")


# Sheets name collectivities, and these answer.
register_permission_policy(Bearing, LimitedPolicy(Bearing, without={"add", "delete"}))
register_snippet(BearingViewSet)


@hooks.register("register_admin_urls")
def bearing_urls():
    return [path("collectivites-associees/<key:pk>/reponse/", admin_views.note_answer, name="bearing_note")]
