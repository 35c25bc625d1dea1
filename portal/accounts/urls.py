"""allauth's views under French addresses; names are allauth's own, so that everything reverses."""

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from . import rations
from . import views as own

urlpatterns = [
    path("", own.account, name="account"),
    path("mes-donnees/", own.own_data, name="account_data"),
    path("fermer/", own.close_account, name="account_close"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("verifier/", rations.confirmation(views.reauthenticate), name="account_reauthenticate"),
    path("adresses/", views.email, name="account_email"),
    path("confirmer-l-adresse/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirmer-l-adresse/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/modifier/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", rations.reset(views.password_reset), name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("seconde-preuve/", factor.index, name="mfa_index"),
    path("seconde-preuve/connexion/", factor.authenticate, name="mfa_authenticate"),
    path("seconde-preuve/verifier/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("seconde-preuve/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("seconde-preuve/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("seconde-preuve/secours/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("seconde-preuve/secours/creer/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "seconde-preuve/secours/telecharger/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("seconde-preuve/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("seconde-preuve/cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("seconde-preuve/cles/verifier/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("seconde-preuve/cles/connexion/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("seconde-preuve/cles/<key:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("seconde-preuve/cles/<key:pk>/renommer/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
