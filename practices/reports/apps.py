from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "practices.reports"
    label = "reports"
    verbose_name = "Signalements des lecteurs"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
