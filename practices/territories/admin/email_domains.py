"""The e-mail domains that moderators know to be a collectivity's."""

from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import EmailDomain
from ..vouching import with_use_count


class EmailDomainViewSet(SnippetViewSet):
    model = EmailDomain
    icon = "mail"
    menu_label = "Domaines de messagerie"
    add_to_admin_menu = False
    copy_view_enabled = False
    search_fields = ["domain", "territory__name"]
    list_display = [
        "domain",
        Column("territory", label="Collectivité"),
        Column("use_count", label="Personnes rattachées", sort_key="use_count"),
        DateColumn("recorded_at", label="Enregistré le", sort_key="recorded_at"),
    ]
    panels = [
        HelpPanel(
            "<p>Qui confirme une adresse de ce domaine représente aussitôt la collectivité, et ses référents "
            "en sont prévenus. Un domaine que plusieurs collectivités partagent ne fait que les "
            "proposer\u00a0: une personne confirme.</p>"
        ),
        FieldPanel("domain"),
        FieldPanel("territory"),
    ]

    def get_queryset(self, request):
        return with_use_count(EmailDomain.objects.select_related("territory"))
