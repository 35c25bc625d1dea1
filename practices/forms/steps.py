"""The rest of a sheet, a form for each step: nothing here is needed to send it."""

import datetime

from django import forms

from practices.territories.bands import spaced

from ..choices import Audience, CostBand, Evaluation, Licence
from ..keys import KeysField
from ..models import Programme
from .drafts import DayField, DraftForm, RichTextField, WholeNumberField, past_day
from .rows import IndicatorRows, SoftwareRows, StepRows

LINES = 2_000
MAX_MONTHS = 600


def lines(**kwargs):
    """A few lines of plain text."""
    return forms.CharField(required=False, max_length=LINES, widget=forms.Textarea({"rows": 4}), **kwargs)


class IdentityForm(DraftForm):
    keywords = forms.CharField(
        label="Mots-clés",
        required=False,
        max_length=200,
        help_text="Les mots que d’autres taperaient, séparés par des virgules. "
        "Par exemple\u00a0: parapheur, visio.",
    )
    audiences = forms.MultipleChoiceField(
        label="Pour qui\u202f?",
        required=False,
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les personnes à qui cela sert. Plusieurs réponses possibles. "
        "Par exemple\u00a0: agents et élus, pour une visioconférence.",
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )

    def clean_keywords(self):
        words = (" ".join(word.split()) for word in self.cleaned_data["keywords"].split(","))
        return ", ".join(filter(None, words))


class WhoForm(DraftForm):
    partners = lines(
        label="Partenaires",
        help_text="Un par ligne. "
        "Par exemple\u00a0: La Poste, une association, un lycée. Pas de nom d’habitant.",
    )
    contact_phone = forms.CharField(
        label="Téléphone du service",
        required=False,
        max_length=30,
        help_text="Par exemple\u00a0: 03 86 00 00 00. Celui du standard suffit.",
        widget=forms.TextInput({"inputmode": "tel", "class": "input--short"}),
    )
    contact_phone_public = forms.BooleanField(
        label="Afficher ce numéro sur la fiche",
        required=False,
        help_text="Sans cette case, il n’est montré qu’aux associations.",
    )

    ROWS = {"software": SoftwareRows}

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("contact_phone_public")
            and "contact_phone" in cleaned
            and not cleaned["contact_phone"]
        ):
            self.add_error("contact_phone", "Écrivez le numéro à afficher, ou décochez la case.")
        return cleaned


class MutualisationForm(DraftForm):
    collectivities_count = WholeNumberField(
        label="Nombre de collectivités", example=5, help_text="La vôtre comprise. Par exemple\u00a0: 5"
    )
    inhabitants_covered = WholeNumberField(
        label="Nombre d’habitants concernés",
        example="12\u202f000",
        help_text="Seulement si vous savez mieux que la somme des collectivités associées, même à peu près. "
        "Par exemple\u00a0: 12\u202f000",
    )
    cost_sharing = RichTextField(
        label="Comment les coûts sont-ils partagés\u202f?",
        help_text="La règle et ce qu’elle donne. "
        "Par exemple\u00a0: au nombre d’habitants, soit 800 € par an pour nous.",
    )
    governance = RichTextField(
        label="Qui décide\u202f?",
        help_text="Par exemple\u00a0: un comité des trois maires, deux fois par an.",
    )
    open_to_partners = forms.BooleanField(
        label="D’autres collectivités peuvent nous rejoindre",
        required=False,
        help_text="La fiche le dira, et on pourra la trouver ainsi. "
        "Par exemple\u00a0: s’il reste deux jours par semaine à partager.",
    )
    partners_until = DayField(
        label="Jusqu’à quelle date\u202f?",
        help_text="Laissez vide s’il n’y a pas de limite. Par exemple\u00a0: 31/12/2027",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        counted = self.practice and self.practice.counted_inhabitants
        if counted:
            self.fields["inhabitants_covered"].help_text = (
                f"Laissez vide, et la fiche dira {spaced(counted)}\u00a0habitants\u00a0: ceux de votre "
                "collectivité et de celles qui ont confirmé, chacun compté une fois. "
                "Si vous savez mieux, écrivez votre nombre\u00a0: la fiche dira qu’il vient de vous."
            )

    def clean_partners_until(self):
        date = self.cleaned_data["partners_until"]
        if date and date < datetime.date.today() and "partners_until" in self.changed_data:
            raise forms.ValidationError(f"Le {date:%d/%m/%Y} est passé. Donnez une date à venir.")
        return date


class StoryForm(DraftForm):
    started_on = DayField(
        label="Quand avez-vous commencé\u202f?", help_text="Même à peu près. Par exemple\u00a0: 01/09/2024"
    )
    setup_months = WholeNumberField(
        label="Combien de mois pour la mettre en place\u202f?",
        example=6,
        limit=MAX_MONTHS,
        help_text="De la décision aux premiers usages. Par exemple\u00a0: 6",
    )

    ROWS = {"steps": StepRows}

    def clean_started_on(self):
        return past_day(self.cleaned_data["started_on"])


class MeansForm(DraftForm):
    investment = WholeNumberField(
        label="Investissement, en euros",
        example="4\u202f500",
        help_text="Ce qui n’est payé qu’une fois, toutes collectivités ensemble. "
        "Par exemple\u00a0: 4\u202f500",
    )
    running_cost = WholeNumberField(
        label="Coût d’une année, en euros",
        example="1\u202f200",
        help_text="Abonnements, entretien, temps de travail. Par exemple\u00a0: 1\u202f200",
    )
    chosen_cost_band = forms.ChoiceField(
        label="Sinon, un ordre de grandeur",
        required=False,
        choices=[("", "Choisissez un ordre de grandeur"), *CostBand.choices],
        help_text="Seulement si vous ne connaissez pas les montants. "
        "Par exemple\u00a0: achat et première année ensemble, moins de 5\u202f000\u00a0€.",
    )
    staffing = lines(
        label="Moyens humains",
        help_text="Par exemple\u00a0: un agent deux jours par semaine, formé en interne.",
    )
    financing = lines(
        label="Financement",
        help_text="Qui a payé, et combien. Par exemple\u00a0: DETR, 40 % de l’investissement.",
    )
    programmes = KeysField(
        label="Programmes",
        required=False,
        queryset=Programme.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Ceux dont cette action fait partie. "
        "Par exemple\u00a0: celui qui l’a financée, ou dont elle applique le plan.",
        error_messages={
            "invalid_choice": "Ce programme n’existe plus. Choisissez dans la liste.",
            "invalid_pk_value": "Ce programme n’existe plus. Choisissez dans la liste.",
        },
    )

    def clean_programmes(self):
        return list(self.cleaned_data["programmes"])


class ResultsForm(DraftForm):
    evaluation = forms.ChoiceField(
        label="Une évaluation a-t-elle été faite\u202f?",
        required=False,
        choices=Evaluation.choices,
        widget=forms.RadioSelect,
        help_text="Interne\u00a0: par vos services. "
        "Externe\u00a0: par d’autres. Par exemple\u00a0: une chambre régionale des comptes.",
    )

    ROWS = {"indicators": IndicatorRows}


class TransferForm(DraftForm):
    conditions = RichTextField(
        label="Les conditions de réussite",
        help_text="Ce sans quoi cela ne marche pas. Par exemple\u00a0: un élu référent dans chaque commune.",
    )
    difficulties = RichTextField(
        label="Les difficultés rencontrées",
        help_text="Et comment vous en êtes sortis. "
        "Par exemple\u00a0: un débit trop faible, réglé par la fibre.",
    )
    advice = RichTextField(
        label="Vos conseils",
        help_text="Ce que vous diriez à une commune qui commence demain. "
        "Par exemple\u00a0: faites voter la convention avant de recruter.",
    )
    vigilance = RichTextField(
        label="Les points d’attention",
        help_text="Données personnelles, accessibilité, sécurité, environnement. "
        "Par exemple\u00a0: où sont les données.",
    )
    licence = forms.ChoiceField(
        label="Licence de la fiche",
        choices=Licence.choices,
        widget=forms.RadioSelect,
        help_text="La Licence Ouverte laisse chacun reprendre vos textes en vous citant. "
        "Par exemple\u00a0: Autun peut copier votre convention en nommant votre commune.",
    )
