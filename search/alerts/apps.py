from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "search.alerts"
    label = "alerts"
    verbose_name = "Alertes"
