from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "practices.territories"
    label = "territories"
    verbose_name = "Collectivités"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
