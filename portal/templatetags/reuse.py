"""Who inspired whom, for the page of a sheet."""

from django import template

from practices.reuse.lineage import reuses_below

register = template.Library()


@register.simple_tag
def lineage(page):
    return reuses_below(page)
