from urllib.parse import urlsplit

from django import forms

from practices.models import PracticePage

NOT_FOUND = "Aucune fiche publiée n’a cette adresse."


class OtherForm(forms.Form):
    """Which sheet tells the same practice."""

    other = forms.CharField(
        label="Adresse de l’autre fiche",
        help_text="Copiez-la depuis la page de la fiche. Par exemple\u00a0: https://…/fiches/partager-un-informaticien/",
        max_length=500,
    )

    def clean_other(self):
        try:
            path = urlsplit(self.cleaned_data["other"].strip()).path
        except ValueError as problem:
            raise forms.ValidationError(NOT_FOUND) from problem
        slug = path.rstrip("/").rpartition("/")[2]
        found = PracticePage.objects.findable().select_related("lead").filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError(NOT_FOUND)
        return found


class KeepForm(forms.Form):
    """Which of the two is kept."""

    kept = forms.TypedChoiceField(
        label="Quelle fiche garder\u202f?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez la fiche à garder.",
            "invalid_choice": "Choisissez l’une des deux.",
        },
    )

    def __init__(self, *args, practices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = [(one.pk, f"{one.title} ({one.lead.label})") for one in practices]
