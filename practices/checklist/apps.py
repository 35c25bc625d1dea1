from django.apps import AppConfig


class ChecklistConfig(AppConfig):
    name = "practices.checklist"
    label = "checklist"
    verbose_name = "Critères vérifiés"
