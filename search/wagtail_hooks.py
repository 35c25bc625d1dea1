"""What moderators keep for the search, in Wagtail's admin."""

from django import forms
from django.urls import path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from .models import Synonym
from .synonyms.usage import count_sheets
from .unindexed import retry_unindexed, unindexed

HELP = """<p>Qui cherche l’une de ces expressions trouve aussi les fiches qui emploient les autres.
Les majuscules, les accents et les pluriels ne comptent pas. Un changement se voit dans la recherche en moins
d’une minute. Un mot qui a plusieurs sens n’a pas sa place ici.</p>"""


class SuggestedForm(forms.Form):
    """The expression that a link to the form of a new synonym carries."""

    terms = forms.CharField(max_length=400, required=False)


class SynonymCreateView(CreateView):
    def get_initial_form_instance(self):
        suggested = SuggestedForm(self.request.GET)
        return Synonym(terms=suggested.cleaned_data["terms"] if suggested.is_valid() else "")


class UsageColumn(Column):
    def get_value(self, instance):
        found = count_sheets(instance)
        return "–" if found is None else found


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    add_view_class = SynonymCreateView
    icon = "list-ul"
    menu_label = "Synonymes"
    menu_order = 311
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["terms", "replacements", UsageColumn("usage", label="Fiches publiées où l’une figure")]
    list_per_page = 50  # each line asks the engine once
    search_fields = ["terms", "replacements"]
    panels = [HelpPanel(HELP), FieldPanel("terms"), FieldPanel("replacements")]


register_snippet(SynonymViewSet)


@hooks.register("register_admin_urls")
def unindexed_urls():
    return [
        path("fiches-absentes-de-la-recherche/", unindexed, name="search_unindexed"),
        path("fiches-absentes-de-la-recherche/reessayer/", retry_unindexed, name="search_retry"),
    ]
