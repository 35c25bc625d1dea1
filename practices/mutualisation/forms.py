from django import forms
from django.urls import reverse

from practices.forms.drafts import DraftForm
from practices.territories.matching import MAX_LENGTH
from practices.territories.models import Territory
from practices.territories.resolving import UnresolvedTerritory, resolve

from .models import Answer
from .named import named_on

CHOICES = (
    (Answer.CONFIRMED, "Oui, nous portons cette pratique avec elle"),
    (Answer.DECLINED, "Non, nous ne la portons pas"),
)
BETWEEN = " · "  # from the name that a suggestion writes in the field to its code
MOST = 100
PROPOSED = 8


class AnswerForm(forms.Form):
    """Whether a collectivity bears a sheet, and a word of why."""

    verdict = forms.ChoiceField(
        label="Votre réponse",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez votre réponse.",
            "invalid_choice": "Choisissez l’une des deux réponses.",
        },
    )
    reason = forms.CharField(
        label="Un mot de la raison",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il est lu par la collectivité qui raconte la pratique et par les associations.",
    )


class AddressForm(forms.Form):
    """Where a collectivity that has nobody here reads its mail."""

    email = forms.EmailField(
        label="Son adresse électronique",
        help_text="Celle de la mairie ou du service, par exemple mairie@exemple.fr.",
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "required": "Écrivez l’adresse de cette collectivité.",
            "invalid": "Écrivez une adresse complète, par exemple mairie@exemple.fr.",
        },
    )


class PressedForm(forms.Form):
    """Which button was pressed: none when the page saves by itself. `adding` is one of those proposed."""

    save = forms.BooleanField(required=False)
    go_on = forms.BooleanField(required=False)
    adding = forms.CharField(required=False, max_length=MAX_LENGTH)


class CoBearersForm(DraftForm):
    """The collectivities named; what is typed to find another one counts once a button is pressed."""

    co_bearers = forms.ModelMultipleChoiceField(
        label="Collectivités associées",
        required=False,
        queryset=Territory.objects.all(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        template_name="mutualisation/_named_field.html",
        help_text="Décochez celles qui ne portent pas la pratique avec vous, puis enregistrez.",
        error_messages={
            "invalid_choice": "Une des collectivités cochées n’existe plus. Ajoutez-la de nouveau."
        },
    )
    find = forms.CharField(
        label="Ajouter une collectivité",
        required=False,
        max_length=MAX_LENGTH,
        template_name="mutualisation/_find_field.html",
        help_text="Son nom, son code postal, son code INSEE ou son numéro SIREN. Par exemple\u00a0: Autun. "
        "Si quelqu’un la représente ici, elle est prévenue dès que vous l’ajoutez.",
        error_messages={"max_length": f"Écrivez {MAX_LENGTH} caractères au plus."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["find"].widget.attrs |= {
            "autocomplete": "off",
            "data-suggestions": reverse("practices:join_suggestions"),
            "data-suggestions-fill": True,
        }
        pressed = PressedForm(self.data)
        self.pressed = pressed.cleaned_data if pressed.is_valid() else {}
        self.proposed = []  # what the text to find may mean
        self.fields["co_bearers"].choices = [(one.code, one.label) for one in self._on_screen()]

    @classmethod
    def content_names(cls):
        return ("co_bearers",)

    def clean_co_bearers(self):
        lead = self.practice.lead_id
        return [territory for territory in self.cleaned_data["co_bearers"] if territory.pk != lead]

    def clean(self):
        cleaned = super().clean()
        text = self.pressed.get("adding") or cleaned.get("find")
        if text and any(self.pressed.values()) and "co_bearers" in cleaned:
            self._add(text)
        if len(cleaned.get("co_bearers", ())) > MOST:
            self.add_error("co_bearers", f"Nommez {MOST} collectivités au plus.")
        return cleaned

    @property
    def named(self):
        """The rows of the page: each collectivity shown, whether its box is ticked, what it answered."""
        ticked = {str(code) for code in self["co_bearers"].value() or ()}
        return [(one, one.territory.code in ticked) for one in named_on(self.practice, self._on_screen())]

    def _on_screen(self):
        """Those of the draft, and those that were ticked on a page older than it."""
        named = list(self.practice.co_bearers.all())
        posted = self.data.getlist("co_bearers") if self.is_bound else []
        more = Territory.objects.filter(code__in=posted[:MOST]).exclude(pk__in=[one.pk for one in named])
        return [*named, *more] if posted else named

    def _add(self, text):
        try:
            territory = resolve(text.rpartition(BETWEEN)[2])
        except UnresolvedTerritory as problem:
            self.proposed = list(Territory.objects.active().matching(text)[:PROPOSED])
            sentence = (
                "Choisissez laquelle, ci-dessous, ou écrivez aussi son département."
                if self.proposed
                else str(problem)
            )
            self.add_error("find", sentence)
            return
        if territory.pk == self.practice.lead_id:
            self.add_error("find", f"{territory.label} raconte la fiche\u00a0: nommez-en une autre.")
        elif territory not in self.cleaned_data["co_bearers"]:
            self.cleaned_data["co_bearers"].append(territory)
