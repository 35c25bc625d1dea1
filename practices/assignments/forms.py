"""The forms of associations in the admin."""

from wagtail.admin.forms import WagtailAdminModelForm

from practices.forms.admin import TerritoriesField


class AssociationForm(WagtailAdminModelForm):
    members = TerritoriesField(
        label="Collectivités adhérentes",
        required=False,
        help_text="Une par ligne\u00a0: nom, code INSEE ou SIREN. Une règle d’envoi peut leur être réservée.",
    )
