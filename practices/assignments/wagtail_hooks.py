"""The associations and the rules that send sheets to them, kept by moderators."""

from django import forms
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from practices.territories.admin.policies import LimitedPolicy

from .forms import AssociationForm
from .models import Association, SendingRule
from .taking import GAVE, LEFT, TOOK

HELP = """<p>Une fiche est pour les deux associations tant que personne ne l’a prise, sauf si une règle
l’envoie à l’une d’elles. Dans une règle, une liste vide accepte tout. Chacun peut prendre toute fiche, quelle
que soit la règle. Un changement vaut pour les prochains envois.</p>"""


class AssociationViewSet(SnippetViewSet):
    model = Association
    icon = "group"
    menu_label = "Associations"
    copy_view_enabled = False
    list_display = ["name", Column("group", label="Groupe")]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("group", read_only=True), FieldPanel("members")],
        base_form_class=AssociationForm,
    )


class SendingRuleViewSet(SnippetViewSet):
    model = SendingRule
    icon = "redirect"
    menu_label = "Règles d’envoi"
    copy_view_enabled = False
    list_display = [
        Column("said", label="Fiches"),
        Column("association", label="Association"),
        Column("order", label="Ordre"),
    ]
    panels = [
        HelpPanel(HELP),
        FieldPanel("association", widget=forms.Select),
        FieldPanel("bands", heading="Strates de population"),
        FieldPanel("kinds", heading="Types de collectivité"),
        FieldPanel("regions", heading="Régions"),
        FieldPanel("members_only"),
        FieldPanel("order"),
    ]


class AssignmentsGroup(SnippetViewSetGroup):
    menu_label = "Associations"
    menu_icon = "group"
    menu_order = 305
    items = (SendingRuleViewSet, AssociationViewSet)


# Each comes with its group: `starter_site`.
register_permission_policy(Association, LimitedPolicy(Association, without={"add", "delete"}))
register_snippet(AssignmentsGroup)


@hooks.register("register_log_actions")
def assignment_log_actions(actions):
    actions.register_action(TOOK, "Prendre la fiche", "Fiche prise en relecture")
    actions.register_action(GAVE, "Confier la fiche", "Fiche confiée à un autre modérateur")
    actions.register_action(LEFT, "Laisser la fiche", "Fiche laissée aux autres modérateurs")
