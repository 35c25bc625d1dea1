from django import forms


class CallbackForm(forms.Form):
    """What the provider sends the browser back with."""

    state = forms.CharField(max_length=100)
    code = forms.CharField(max_length=4000, required=False)
    error = forms.CharField(max_length=200, required=False)
