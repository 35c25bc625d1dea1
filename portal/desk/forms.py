from django import forms

from practices.assignments.people import moderators
from practices.keys import KeyField, KeysField
from practices.models import PracticePage

GONE = "Une des fiches n’existe plus, ou n’a jamais été envoyée. Rien n’a été pris."


class TakeForm(forms.Form):
    """The sheets ticked, or the one whose own button was pressed."""

    practices = KeysField(
        PracticePage.objects.filter(assignment__isnull=False),
        required=False,
        error_messages={"invalid_choice": GONE, "invalid_pk_value": GONE},
    )
    only = KeyField(
        PracticePage.objects.filter(assignment__isnull=False),
        required=False,
        error_messages={"invalid_choice": GONE},
    )

    def clean(self):
        data = super().clean()
        if not self.errors and not self.chosen:
            raise forms.ValidationError("Cochez au moins une fiche.")
        return data

    @property
    def chosen(self):
        only = self.cleaned_data.get("only")
        return [only] if only else list(self.cleaned_data.get("practices") or [])


class PersonField(KeyField):
    def label_from_instance(self, user):
        names = [group.association.name for group in user.groups.all() if hasattr(group, "association")]
        return f"{user} ({', '.join(names)})" if names else str(user)


class HandOverForm(forms.Form):
    """To whom; `seen` is who held the sheet when the page was made."""

    to = PersonField(
        moderators().none(),
        label="À qui confier cette fiche\u202f?",
        empty_label="Choisissez une personne",
        error_messages={
            "required": "Choisissez une personne.",
            "invalid_choice": "Cette personne ne relit pas les fiches\u00a0: choisissez-en une autre.",
        },
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, holder, to=None, **kwargs):
        super().__init__(*args, **kwargs, initial={"seen": holder and holder.pk, "to": to})
        people = moderators().prefetch_related("groups__association")
        self.fields["to"].queryset = people.exclude(pk=holder.pk) if holder else people
