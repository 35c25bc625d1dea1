from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "practices.themes"
    label = "themes"
    verbose_name = "Anciennes adresses de thèmes"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
