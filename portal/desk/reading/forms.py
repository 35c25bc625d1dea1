from django import forms


class PublishForm(forms.Form):
    """The version that the moderator read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
