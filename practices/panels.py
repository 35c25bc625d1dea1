"""The tabs of a sheet in the admin, in the order of the public page."""

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.widgets.slug import SlugInput

from .forms.admin import PracticePageForm

identity = [
    FieldPanel("title"),
    FieldPanel("summary"),
    MultiFieldPanel([FieldPanel("image_alt"), FieldPanel("image_credit")], heading="Image"),
    FieldPanel("themes"),
    FieldPanel("keywords"),
    FieldPanel("audiences"),
]
who = [
    FieldPanel("lead"),
    FieldPanel("co_bearers"),
    FieldPanel("partners"),
    InlinePanel("software", heading="Logiciels et fournisseurs", label="Logiciel"),
    MultiFieldPanel(
        [
            FieldPanel("contact_function"),
            FieldPanel("contact_email"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_phone_public")]),
        ],
        heading="Contact",
    ),
]
mutualisation = [
    FieldPanel("mutualisation"),
    FieldRowPanel([FieldPanel("collectivities_count"), FieldPanel("inhabitants_covered")]),
    FieldPanel("cost_sharing"),
    FieldPanel("governance"),
    FieldRowPanel([FieldPanel("open_to_partners"), FieldPanel("partners_until")]),
]
story = [
    FieldPanel("need"),
    FieldPanel("actions"),
    InlinePanel("steps", heading="Étapes", label="Étape"),
    FieldRowPanel([FieldPanel("state"), FieldPanel("state_date")]),
    FieldRowPanel([FieldPanel("started_on"), FieldPanel("setup_months")]),
]
means = [
    FieldRowPanel([FieldPanel("investment"), FieldPanel("running_cost")]),
    FieldPanel("chosen_cost_band"),
    FieldPanel("staffing"),
    FieldPanel("financing"),
    FieldPanel("programmes", widget=CheckboxSelectMultiple),
]
results = [
    InlinePanel("indicators", heading="Indicateurs", label="Indicateur"),
    FieldPanel("evaluation"),
]
transfer = [
    FieldPanel("lessons"),
    FieldPanel("conditions"),
    FieldPanel("difficulties"),
    FieldPanel("advice"),
    FieldPanel("vigilance"),
    HelpPanel(template="files/admin_panel.html", heading="Image et fichiers"),
    FieldPanel("licence"),
]
life = [
    FieldPanel("slug", widget=SlugInput),
    FieldPanel("search_description"),
    CommentPanel(),  # without it, nobody can comment on a field
]

practice_edit_handler = TabbedInterface(
    [
        ObjectList(identity, heading="Identité"),
        ObjectList(who, heading="Qui"),
        ObjectList(mutualisation, heading="Mutualisation"),
        ObjectList(story, heading="Récit"),
        ObjectList(means, heading="Moyens"),
        ObjectList(results, heading="Résultats"),
        ObjectList(transfer, heading="Reprise"),
        ObjectList(life, heading="Adresse"),
    ],
    base_form_class=PracticePageForm,
)
