"""The quick form of a sheet: what a town tells in ten minutes. A draft may leave anything empty."""

import datetime

from django import forms

from practices.territories.models import Territory

from ..choices import Mutualisation, State
from ..fields import clean_sheet_html
from ..models import PracticePage
from ..models.practice import UNTITLED
from ..text_conventions import html_from_text, text_from_html
from .themes import ThemesField

LONG_TEXT = 20_000
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


class RichTextField(forms.CharField):
    """Plain text with the conventions of `text_conventions`, to and from the rich text of the model."""

    def __init__(self, **kwargs):
        widget = forms.Textarea({"rows": 7, "maxlength": None})
        super().__init__(max_length=LONG_TEXT, required=False, widget=widget, **kwargs)
        self.widget.attrs.pop("maxlength", None)

    def clean(self, value):
        return clean_sheet_html(html_from_text(super().clean(value)))


class QuickForm(forms.Form):
    """Fields of the model's own names; those that carry `expected` are asked for by the review alone."""

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
        help_text="Ce que vous avez fait, avec qui et pour quoi.",
    )
    themes = ThemesField(label="Thèmes", help_text="Un à trois. C’est par là que d’autres vous trouveront.")
    mutualisation = forms.ChoiceField(
        label="Avec qui, et sous quelle forme\u202f?",
        required=False,
        choices=Mutualisation.choices,
        widget=forms.RadioSelect,
        template_name="components/glyph_choice_field.html",
        help_text="Choisissez la forme la plus proche.",
    )
    need = RichTextField(
        label="Le besoin de départ",
        help_text="Ce qui n’allait pas, pour qui, depuis quand.",
    )
    actions = RichTextField(
        label="Ce qui a été fait",
        help_text="Comme vous le raconteriez à un collègue d’une autre commune.",
    )
    state = forms.ChoiceField(
        label="Où en êtes-vous\u202f?", required=False, choices=State.choices, widget=forms.RadioSelect
    )
    state_date = forms.DateField(
        label="À quelle date\u202f?",
        required=False,
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d/%m/%y", "%Y-%m-%d"],
        widget=forms.DateInput({"inputmode": "numeric"}, format="%d/%m/%Y"),
        help_text="Jour, mois, année. Par exemple\u00a0: 30/06/2026",
        error_messages={
            "invalid": "Écrivez le jour, le mois et l’année en chiffres, par exemple 30/06/2026."
        },
    )
    lessons = RichTextField(
        label="Ce que vous ne referiez pas",
        help_text="C’est souvent ce qui aide le plus les autres.",
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
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    CONTENT = (*PracticePage.QUICK_FIELDS, "state_date")
    RICH = ("need", "actions", "lessons")

    def __init__(self, *args, territories, practice=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.practice = practice
        self.fields["lead"].queryset = territories
        for name in PracticePage.QUICK_FIELDS:
            self.fields[name].expected = True
        if practice:
            self.initial |= initial_of(practice)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_summary(self):
        return " ".join(self.cleaned_data["summary"].split())

    def clean_state_date(self):
        date = self.cleaned_data["state_date"]
        if date and date > datetime.date.today():
            raise forms.ValidationError(
                f"Le {date:%d/%m/%Y} n’est pas encore passé. Donnez la date du jour ou une date passée."
            )
        return date

    @property
    def content(self):
        """What the draft is made of; rich text that was not touched stays exactly as it is."""
        content = {name: self.cleaned_data[name] for name in self.CONTENT}
        if self.practice:
            content |= {
                name: getattr(self.practice, name) for name in self.RICH if name not in self.changed_data
            }
        return content

    def add_missing(self, names):
        """Ask beside each field for what the review needs."""
        for name in names:
            self.add_error(name, ASKED[name])


def initial_of(practice):
    """What the form shows of a draft."""
    initial = {name: getattr(practice, name) for name in QuickForm.CONTENT}
    initial |= {name: text_from_html(initial[name]) for name in QuickForm.RICH}
    initial["title"] = "" if practice.title == UNTITLED else practice.title
    initial["themes"] = list(practice.themes.all())
    initial["version"] = practice.latest_revision_id
    return initial


class SendForm(forms.Form):
    """Which button was pressed: to save, or to save and send to the moderators."""

    send = forms.BooleanField(required=False)
