from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self):
        from . import auditing, second_factor, unused  # noqa: F401  connect their receivers
