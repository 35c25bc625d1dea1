from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "practices.opinions"
    label = "opinions"
    verbose_name = "Avis entre associations"
