from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "practices.conversations"
    label = "conversations"
    verbose_name = "Échanges"

    def ready(self):
        from . import receivers  # noqa: F401  connects them
