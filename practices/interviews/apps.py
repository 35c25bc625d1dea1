from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "practices.interviews"
    label = "interviews"
    verbose_name = "Entretiens"

    def ready(self):
        from . import receivers  # noqa: F401  connects the receivers
