"""Who inspired whom, for the page of a sheet."""

from django import template

from practices.reuse.lineage import inspirations_of, reuses_below

register = template.Library()


@register.simple_tag
def lineage(page):
    return reuses_below(page)


@register.simple_tag
def inspirations(page):
    return inspirations_of(page)
