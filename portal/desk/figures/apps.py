from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "portal.desk.figures"
    label = "figures"
    verbose_name = "Chiffres de la relecture"
