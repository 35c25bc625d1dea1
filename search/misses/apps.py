from django.apps import AppConfig


class MissesConfig(AppConfig):
    name = "search.misses"
    label = "misses"
    verbose_name = "Recherches sans résultat"
