"""What visitors did not find, for moderators."""

from urllib.parse import urlencode

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import SearchMiss, SearchWish
from .treating import TreatColumn, treat_miss, treat_wish

HELP = """<p>Les mots que plusieurs visiteurs ont cherchés sans rien trouver.
Une fiche manque, ou un synonyme. Rien ne dit qui a cherché.</p>"""


def synonym_url(miss):
    return f"{reverse('wagtailsnippets_search_synonym:add')}?{urlencode({'terms': miss.words})}"


class SearchMissViewSet(SnippetViewSet):
    model = SearchMiss
    icon = "search"
    menu_label = "Recherches sans résultat"
    menu_order = 312
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "words",
        Column("count", label="Recherches", sort_key="count"),
        Column("last_month", label="Dernier mois", accessor=lambda miss: f"{miss.last_month:%m/%Y}"),
        BooleanColumn("is_treated", label="Traité", sort_key="is_treated"),
        TitleColumn(
            "synonym", label="Synonyme", accessor=lambda miss: "Créer un synonyme", get_url=synonym_url
        ),
        TreatColumn("search_miss_treat"),
    ]
    list_filter = ["is_treated"]
    list_per_page = 100
    search_fields = ["words"]
    panels = [
        HelpPanel(HELP),
        FieldPanel("words", read_only=True),
        FieldPanel("count", read_only=True),
        FieldPanel("is_treated"),
    ]

    def get_queryset(self, request):
        return SearchMiss.objects.shown()


class SearchWishViewSet(SnippetViewSet):
    model = SearchWish
    icon = "comment"
    menu_label = "Demandes de visiteurs"
    menu_order = 313
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "__str__",
        "searched",
        "email",
        DateColumn("created_at", label="Reçue le", sort_key="created_at"),
        BooleanColumn("is_treated", label="Traitée", sort_key="is_treated"),
        TreatColumn("search_wish_treat"),
    ]
    list_filter = ["is_treated"]
    list_per_page = 100
    search_fields = ["text", "searched"]
    panels = [
        FieldPanel("text", read_only=True),
        FieldPanel("searched", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("is_treated"),
    ]


register_snippet(SearchMissViewSet)
register_snippet(SearchWishViewSet)


@hooks.register("register_admin_urls")
def treat_urls():
    return [
        path("recherches-sans-resultat/<key:pk>/traiter/", treat_miss, name="search_miss_treat"),
        path("demandes-de-visiteurs/<key:pk>/traiter/", treat_wish, name="search_wish_treat"),
    ]
