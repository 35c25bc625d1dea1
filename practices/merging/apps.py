from django.apps import AppConfig


class MergingConfig(AppConfig):
    name = "practices.merging"
    label = "merging"
    verbose_name = "Fiches réunies"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
