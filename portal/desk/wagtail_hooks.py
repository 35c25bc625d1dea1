from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practices import rules

from . import views


class DeskMenuItem(MenuItem):
    def is_shown(self, request):
        return rules.is_moderator(request.user)


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    return DeskMenuItem("Bureau", reverse("desk"), icon_name="tasks", order=90)


@hooks.register("register_admin_urls")
def desk_urls():
    return [
        path("bureau/", views.DeskView.as_view(), name="desk"),
        path("bureau/prendre/", views.take, name="desk_take"),
        path("bureau/<int:pk>/laisser/", views.leave, name="desk_leave"),
        path("bureau/<int:pk>/confier/", views.give, name="desk_give"),
    ]
