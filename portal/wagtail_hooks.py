"""Wagtail's admin with the portal's face and menu."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from . import admin_home, admin_menu

hooks.register("construct_main_menu", admin_menu.arrange)
hooks.register("construct_reports_menu", admin_menu.arrange_reports)
hooks.register("construct_help_menu", admin_menu.arrange_help)
hooks.register("construct_homepage_panels", admin_home.start)
hooks.register("construct_homepage_summary_items", admin_home.count_nothing, order=1_000)


@hooks.register("insert_global_admin_css")
def admin_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/admin.css"))
