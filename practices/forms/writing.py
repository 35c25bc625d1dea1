"""The quick form of a sheet: what a town tells in ten minutes. A draft may leave anything empty."""

from django import forms

from practices.territories.models import Territory

from .. import rules
from ..choices import Mutualisation, State
from ..models import PracticePage
from ..models.practice import UNTITLED
from .drafts import DayField, DraftForm, RichTextField, past_day
from .themes import ThemesField

# What to do about each answer that the review asks for.
ASKED = {
    "title": "Donnez un titre à la fiche.",
    "summary": "Dites-la en une phrase.",
    "themes": "Choisissez au moins un thème.",
    "mutualisation": "Choisissez une forme, ou «\u00a0Aucune mutualisation\u00a0».",
    "state": "Dites où vous en êtes.",
    "need": "Racontez le besoin de départ.",
    "actions": "Racontez ce qui a été fait.",
    "lessons": "Dites ce que vous ne referiez pas, même en une ligne.",
    "contact_function": "Dites qui peut répondre.",
    "contact_email": "Donnez une adresse où recevoir les questions.",
}
# Why each of them matters to a reader, as the end of a sentence.
WHY = {
    "lead": "on saura de quelle collectivité vient la pratique",
    "title": "c’est la première chose que l’on lit dans une liste",
    "summary": "on verra en une ligne si la fiche peut aider",
    "themes": "c’est par eux que l’on vous trouvera",
    "mutualisation": "une collectivité cherche d’abord ce qu’elle peut partager",
    "state": "une idée et un service qui tourne ne se lisent pas de la même façon",
    "need": "on reconnaîtra son propre besoin, ou non",
    "actions": "c’est ce que d’autres voudront refaire",
    "lessons": "d’autres éviteront la même erreur",
    "contact_function": "on saura à quel service parler",
    "contact_email": "sans elle, personne ne peut vous poser une question",
}


PREFILLED = ("lead", "state_date", "contact_function", "contact_email")  # on the page of a new sheet
BLANK = "Rien n’est encore écrit\u00a0: donnez au moins un titre, et la fiche sera enregistrée."


class QuickForm(DraftForm):
    """What a town tells in ten minutes."""

    lead = forms.ModelChoiceField(
        label="Au nom de",
        queryset=Territory.objects.none(),
        empty_label=None,
        help_text="La fiche appartient à la collectivité\u00a0: vos collègues pourront la modifier.",
        error_messages={"invalid_choice": "Choisissez une collectivité que vous représentez."},
    )
    title = forms.CharField(
        label="Titre",
        required=False,
        max_length=150,
        help_text="Commencez par un verbe, par exemple\u00a0: Partager un informaticien à trois communes.",
    )
    summary = forms.CharField(
        label="En une phrase",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Ce que vous avez fait, avec qui et pour quoi. "
        "Par exemple\u00a0: Luzy et deux communes voisines emploient ensemble un informaticien.",
    )
    themes = ThemesField(
        label="Thèmes",
        help_text="Un à trois. C’est par là que d’autres vous trouveront. "
        "Par exemple\u00a0: celui du service rendu d’abord, celui de l’outil ensuite.",
    )
    mutualisation = forms.ChoiceField(
        label="Avec qui, et sous quelle forme\u202f?",
        required=False,
        choices=Mutualisation.choices,
        widget=forms.RadioSelect,
        template_name="components/glyph_choice_field.html",
        help_text="Choisissez la forme la plus proche. "
        "Par exemple\u00a0: un agent payé à plusieurs est un service commun.",
    )
    need = RichTextField(
        label="Le besoin de départ",
        help_text="Ce qui n’allait pas, pour qui, depuis quand. "
        "Par exemple\u00a0: depuis 2022, personne ne pouvait dépanner les postes de la mairie de Decize.",
    )
    actions = RichTextField(
        label="Ce qui a été fait",
        help_text="Comme vous le raconteriez à un collègue d’une autre commune. "
        "Par exemple\u00a0: les trois conseils ont voté une convention, puis recruté un agent à mi-temps.",
    )
    state = forms.ChoiceField(
        label="Où en êtes-vous\u202f?",
        required=False,
        choices=State.choices,
        widget=forms.RadioSelect,
        help_text="Par exemple\u00a0: «\u00a0En service\u00a0» si les habitants s’en servent déjà.",
    )
    state_date = DayField(
        label="À quelle date\u202f?", help_text="Jour, mois, année. Par exemple\u00a0: 30/06/2026"
    )
    lessons = RichTextField(
        label="Ce que vous ne referiez pas",
        help_text="C’est souvent ce qui aide le plus les autres. "
        "Par exemple\u00a0: commencer sans convention écrite.",
    )
    contact_function = forms.CharField(
        label="Qui peut répondre aux questions\u202f?",
        required=False,
        max_length=120,
        help_text="La fonction, sans nom. Par exemple\u00a0: secrétariat général, direction informatique.",
    )
    contact_email = forms.EmailField(
        label="Son adresse électronique",
        required=False,
        help_text="Elle n’est jamais affichée\u00a0: on vous écrit par un formulaire.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Écrivez une adresse complète, par exemple mairie@exemple.fr."},
    )
    PARTS = (
        ("essentiel", "L’essentiel", ("lead", "title", "summary", "themes")),
        ("forme", "La mutualisation", ("mutualisation",)),
        ("recit", "Le récit", ("need", "actions", "lessons", "state", "state_date")),
        ("contact", "Le contact", ("contact_function", "contact_email")),
    )
    expected = PracticePage.QUICK_FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self._leads()

    def _leads(self):
        """What this person represents; a sheet stays with its collectivity unless they may give it away."""
        if self.practice and not rules.can_change_lead(self.user, self.practice):
            return Territory.objects.filter(pk=self.practice.lead_id)
        return Territory.objects.for_member(self.user)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_summary(self):
        return " ".join(self.cleaned_data["summary"].split())

    def clean_state_date(self):
        return past_day(self.cleaned_data["state_date"])

    def clean(self):
        cleaned = super().clean()
        if self.is_blank:
            raise forms.ValidationError(BLANK)
        return cleaned

    @property
    def is_blank(self):
        """Whether this new sheet tells nothing but what its page filled in."""
        written = {
            name for name in self.content_names() if name in self.errors or self.cleaned_data.get(name)
        }
        return not self.practice and written <= set(PREFILLED)

    def _initial_of(self, practice):
        initial = super()._initial_of(practice)
        return initial | {"title": "" if practice.title == UNTITLED else practice.title}


class ReadForm(forms.Form):
    """Which version the answers that were read belong to (see `drafts.mark_of`)."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)


class NextForm(forms.Form):
    """Which button was pressed: to save, to save and go on, or to save and get one more line."""

    go_on = forms.BooleanField(required=False)
    add = forms.CharField(required=False, max_length=20)
