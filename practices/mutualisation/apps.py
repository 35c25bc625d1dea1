from django.apps import AppConfig


class MutualisationConfig(AppConfig):
    name = "practices.mutualisation"
    label = "mutualisation"
    verbose_name = "Collectivités associées"
