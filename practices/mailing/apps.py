from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "practices.mailing"
    label = "mailing"
    verbose_name = "Courriels"
