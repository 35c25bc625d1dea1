"""Where Wagtail's admin finds the import of sheets."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .. import rules
from .desk_examples import DESK_LOADED, LOADED, REMOVED
from .views import StartView, import_job, import_template


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return rules.is_moderator(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item():
    return ImportMenuItem("Importer des fiches", reverse("practices_import"), icon_name="upload", order=95)


@hooks.register("register_admin_urls")
def import_urls():
    return [
        path("importer-des-fiches/", StartView.as_view(), name="practices_import"),
        path("importer-des-fiches/modele.csv", import_template, {"suffix": "csv"}, "practices_import_csv"),
        path("importer-des-fiches/modele.xlsx", import_template, {"suffix": "xlsx"}, "practices_import_xlsx"),
        path("importer-des-fiches/<str:token>/", import_job, name="practices_import_job"),
    ]


@hooks.register("register_log_actions")
def example_log_actions(actions):
    actions.register_action(LOADED, "Charger les exemples", "Fiches d’exemple chargées")
    actions.register_action(
        DESK_LOADED, "Charger le bureau d’exemple", "Fiches d’exemple envoyées en relecture"
    )
    actions.register_action(REMOVED, "Retirer les exemples", "Fiches d’exemple retirées")
