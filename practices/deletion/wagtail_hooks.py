from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practices import rules

from . import views


class DeletionsMenuItem(MenuItem):
    def is_shown(self, request):
        return rules.is_moderator(request.user)


@hooks.register("register_admin_menu_item")
def deletions_menu_item():
    return DeletionsMenuItem(
        "Suppressions demandées", reverse("practices_deletions"), icon_name="bin", order=92
    )


@hooks.register("register_admin_urls")
def deletions_urls():
    return [
        path("suppressions-demandees/", views.of_moderators, name="practices_deletions"),
        path("suppressions-demandees/<key:pk>/", views.answer_request, name="practices_deletion"),
    ]
