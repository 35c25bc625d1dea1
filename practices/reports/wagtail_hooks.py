from django.urls import path
from wagtail import hooks

from . import admin_views
from .handling import HANDLED


@hooks.register("register_admin_urls")
def report_urls():
    return [
        path("signalements/", admin_views.reports, name="practices_reports"),
        path("signalements/<int:pk>/", admin_views.handle_report, name="practices_report_handle"),
    ]


@hooks.register("register_log_actions")
def report_log_actions(actions):
    actions.register_action(HANDLED, "Traiter un signalement", "Signalement d’un lecteur traité")
