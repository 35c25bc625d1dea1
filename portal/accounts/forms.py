from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth.hashers import make_password

from practices import limits
from practices.forms.robots import RobotTrapMixin

from .auditing import keep_lock_out

CODES_AN_HOUR = 10  # of one account, wherever they come from: 6 digits stand years of guessing


def _named(field, label="Adresse électronique"):
    """Name it as the rest of the site does, once: a label stays while one types, a word in the box goes."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _named(self.fields["login"])
        _named(self.fields["password"], "Mot de passe")


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _named(self.fields["email"])


class AddEmailForm(account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _named(self.fields["email"])


class SignupForm(RobotTrapMixin, account.SignupForm):
    """An account of a person; the collectivity comes next, on their own page."""

    first_name = forms.CharField(
        label="Prénom", max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )

    field_order = ["email", "first_name", "last_name", "password1", "website", "form_token"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _named(self.fields["email"], "Adresse électronique professionnelle")
        _named(self.fields["password1"], "Mot de passe")
        self.fields["password1"].help_text = "Douze caractères au moins. Une phrase se retient mieux."

    def try_save(self, request):
        """Take as long for an address that has an account: a password is hashed then too, for nothing."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class CountedCodesMixin:
    """Wrong codes of an account are counted for all processes; the right one starts the count again."""

    def clean_code(self):
        if not limits.take("code", self.user.pk, limit=CODES_AN_HOUR, window=limits.HOUR):
            keep_lock_out(self.user)
            raise get_adapter().validation_error("too_many_codes")
        code = super().clean_code()
        limits.forget("code", self.user.pk)
        return code


class AuthenticateForm(CountedCodesMixin, mfa.AuthenticateForm):
    pass


class ReauthenticateForm(CountedCodesMixin, mfa.ReauthenticateForm):
    pass


class AddKeyForm(keys.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nom de la clé"
        passwordless = self.fields["passwordless"]
        passwordless.label = "Me connecter avec cette clé, sans mot de passe"
        passwordless.help_text = (
            "L’appareil vous reconnaîtra à votre empreinte, à votre visage ou à son code. "
            "Sans cela, la clé se demande après le mot de passe."
        )
