from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "practices.audit"
    label = "audit"
    verbose_name = "Journal des actes"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
