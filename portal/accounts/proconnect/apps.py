from django.apps import AppConfig


class ProConnectConfig(AppConfig):
    """An app without tables: allauth finds the provider of an installed app."""

    name = "portal.accounts.proconnect"
    label = "proconnect"
    verbose_name = "ProConnect"

    def ready(self):
        from . import receivers  # noqa: F401  connect them
