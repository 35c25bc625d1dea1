from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "search.duplicates"
    label = "duplicates"
    verbose_name = "Doublons possibles"
