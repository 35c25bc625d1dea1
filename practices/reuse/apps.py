from django.apps import AppConfig


class ReuseConfig(AppConfig):
    name = "practices.reuse"
    label = "reuse"
    verbose_name = "Reprises"

    def ready(self):
        from . import receivers  # noqa: F401  connects them
