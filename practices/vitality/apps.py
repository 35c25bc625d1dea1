from django.apps import AppConfig


class VitalityConfig(AppConfig):
    name = "practices.vitality"
    label = "vitality"
    verbose_name = "Pratiques toujours en service"
