from django.apps import AppConfig


class ArchivingConfig(AppConfig):
    name = "practices.archiving"
    label = "archiving"
    verbose_name = "Archives"
