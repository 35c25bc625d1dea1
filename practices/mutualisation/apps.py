from django.apps import AppConfig


class MutualisationConfig(AppConfig):
    name = "practices.mutualisation"
    label = "mutualisation"
    verbose_name = "Collectivités associées"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
