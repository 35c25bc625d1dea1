from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "practices.answering"
    label = "answering"
    verbose_name = "Réponses aux collectivités"
