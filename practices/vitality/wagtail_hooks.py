from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practices import rules

from . import admin_views


class AnswersMenuItem(MenuItem):
    def is_shown(self, request):
        return rules.is_moderator(request.user)


@hooks.register("register_admin_menu_item")
def answers_menu_item():
    return AnswersMenuItem("Toujours en service", reverse("practices_answers"), icon_name="history", order=93)


@hooks.register("register_admin_urls")
def answers_urls():
    return [
        path("toujours-en-service/", admin_views.answers, name="practices_answers"),
        path("toujours-en-service/<key:pk>/", admin_views.read, name="practices_answer_read"),
    ]
