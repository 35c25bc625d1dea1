from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Recherche"

    def ready(self):
        from . import checks, receivers  # noqa: F401  registers the checks, connects the receivers
