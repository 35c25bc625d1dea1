from django.apps import AppConfig


class DeletionConfig(AppConfig):
    name = "practices.deletion"
    label = "deletion"
    verbose_name = "Suppressions"
