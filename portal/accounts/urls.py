"""allauth's views under French addresses; names are allauth's own, so that everything reverses."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("verifier/", views.reauthenticate, name="account_reauthenticate"),
    path("adresses/", views.email, name="account_email"),
    path("confirmer-l-adresse/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirmer-l-adresse/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/modifier/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
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
]
