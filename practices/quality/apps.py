from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "practices.quality"
    label = "quality"
    verbose_name = "Marque de qualité"
