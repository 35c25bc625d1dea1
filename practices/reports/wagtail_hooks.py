from django.urls import path
from wagtail import hooks

from . import admin_views
from .handling import HANDLED
from .models import Outcome

FORMERLY = "reports.handle"  # whatever the outcome: lines that stand in the log


@hooks.register("register_admin_urls")
def report_urls():
    return [
        path("signalements/", admin_views.reports, name="practices_reports"),
        path("signalements/<key:pk>/", admin_views.handle_report, name="practices_report_handle"),
    ]


@hooks.register("register_log_actions")
def report_log_actions(actions):
    for outcome in Outcome:
        label = f"Traiter un signalement\u00a0: {outcome.label.lower()}"
        actions.register_action(HANDLED[outcome], label, "Signalement d’un lecteur traité")
    actions.register_action(FORMERLY, "Traiter un signalement", "Signalement d’un lecteur traité")
