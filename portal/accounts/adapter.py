from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.urls import reverse

from practices.limits import client_address
from practices.mailing.composing import with_html

from . import rations
from .admin_door import starts_at_desk

# What the mails of allauth ask to open, whichever they name.
ADDRESSES = ("activate_url", "password_reset_url", "signup_url")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail alone; the texts of pages and mails are templates of templates/account/."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "L’adresse et le mot de passe ne vont pas ensemble. Vérifiez-les. "
            "Sinon, suivez «\u00a0Mot de passe oublié\u202f?\u00a0» pour en choisir un autre."
        ),
        "cannot_remove_primary_email": "Vous ne pouvez pas retirer votre adresse principale.",
        "duplicate_email": "Cette adresse est déjà celle de votre compte.",
        "email_taken": "Un autre compte utilise déjà cette adresse.",
        "max_email_addresses": "Un compte a %d adresses au plus.",
        "unverified_primary_email": "Confirmez d’abord votre adresse principale.",
        "too_many_login_attempts": "Trop d’essais depuis cet endroit. Réessayez dans une heure.",
        "too_many_codes": "Trop de codes essayés pour ce compte. Réessayez dans une heure.",
        "rate_limited": "Trop de demandes à la suite. Patientez quelques minutes, puis recommencez.",
    }

    def get_login_redirect_url(self, request):
        """Who moderates for an association starts at the desk."""
        if starts_at_desk(request.user):
            return reverse("desk")
        return super().get_login_redirect_url(request)

    def pre_authenticate(self, request, **credentials):
        """In place of allauth's count, which each process would keep for itself."""
        if rations.has_failed_enough(request):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        rations.failed(request)

    def get_client_ip(self, request):
        return client_address(request)

    def render_mail(self, template_prefix, email, context, headers=None):
        mail = super().render_mail(template_prefix, email, context, headers=headers)
        action = next((context[name] for name in ADDRESSES if name in context), "")
        return with_html(mail, action=action)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor has one name on the site, « double authentification »."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Avec la double authentification, on n’ajoute plus d’adresse à son compte.",
        "cannot_delete_authenticator": "Votre compte ne peut pas se passer de la double authentification.",
        "cannot_generate_recovery_codes": "Activez d’abord la double authentification.",
        "unverified_email": "Confirmez d’abord votre adresse, puis activez la double authentification.",
    }
