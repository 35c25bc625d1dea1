from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practices import rules

from . import views


class FiguresMenuItem(MenuItem):
    def is_shown(self, request):
        return rules.is_moderator(request.user)


@hooks.register("register_admin_menu_item")
def figures_menu_item():
    return FiguresMenuItem("Chiffres", reverse("figures"), icon_name="table", order=94)


@hooks.register("register_admin_urls")
def figures_urls():
    return [
        path("chiffres/", views.figures, name="figures"),
        path("chiffres/<slug:name>.csv", views.figure_file, {"suffix": "csv"}, name="figure_csv"),
        path("chiffres/<slug:name>.xlsx", views.figure_file, {"suffix": "xlsx"}, name="figure_xlsx"),
    ]
