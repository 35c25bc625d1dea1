"""The way to the answer, and the reusable texts that moderators keep."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from practices import rules
from practices.models import PracticePage

from . import views
from .models import ReusableText


class ReusableTextViewSet(SnippetViewSet):
    model = ReusableText
    icon = "openquote"
    menu_label = "Textes réutilisables"
    menu_order = 312
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("get_field_display", label="Champ"),
        Column("use_count", label="Utilisé", sort_key="use_count"),
    ]
    list_per_page = 100
    search_fields = ["name", "text"]
    panels = [FieldPanel("name"), FieldPanel("text"), FieldPanel("field"), FieldPanel("order")]

    def get_queryset(self, request):
        return ReusableText.objects.with_use_count()


register_snippet(ReusableTextViewSet)


@hooks.register("register_admin_urls")
def answer_url():
    return [path("fiches-a-relire/<key:pk>/reponse/", views.answer_town, name="practices_answer_town")]


@hooks.register("register_page_header_buttons")
def answer_button(page, user, view_name, next_url=None):
    if isinstance(page, PracticePage) and page.pk and rules.can_review(user, page):
        url = reverse("practices_answer_town", args=[page.pk])
        yield Button("Répondre à la collectivité", url, icon_name="mail", priority=5)
