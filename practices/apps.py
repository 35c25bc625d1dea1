from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = "Fiches"

    def ready(self):
        from . import checks, receivers  # noqa: F401  registers the checks, connects the receivers
