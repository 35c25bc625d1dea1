from django import template
from wagtail.models import Page

from portal.pages.models import SiteMapPage, StandardPage

register = template.Library()


@register.simple_tag
def menu_pages():
    """The pages that editors show in menus, in the order of the tree."""
    return Page.objects.live().public().in_menu().type(StandardPage, SiteMapPage).order_by("path")
