from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "practices.assignments"
    label = "assignments"
    verbose_name = "Répartition des relectures"

    def ready(self):
        from . import receivers  # noqa: F401  connects them
