from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "search.alerts"
    label = "alerts"
    verbose_name = "Alertes"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
