from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "practices.files"
    label = "files"
    verbose_name = "Fichiers"

    def ready(self):
        from . import receivers  # noqa: F401  connects them
