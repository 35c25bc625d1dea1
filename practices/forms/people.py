from django import forms

from practices.territories.memberships import confirm, end, name_referent, refuse

from ..keys import KeyField

DECISIONS = {"accept": confirm, "refuse": refuse, "end": end, "name": name_referent}


class DecisionForm(forms.Form):
    """What is decided of whom, among those who asked to speak for one collectivity."""

    membership = KeyField(queryset=None)
    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])

    def __init__(self, *args, memberships, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = memberships

    def decide(self, *, by):
        """Do it; return the membership. Raises PermissionDenied."""
        decide = DECISIONS[self.cleaned_data["decision"]]
        return decide(self.cleaned_data["membership"], by=by)


class SubmissionForm(forms.Form):
    """Who sends the sheets of the collectivity."""

    referents_submit = forms.BooleanField(
        label="Seuls les référents envoient les fiches en relecture",
        required=False,
        help_text="Sinon, chaque personne de la collectivité peut le faire.",
    )
