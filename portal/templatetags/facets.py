"""What the facet form shows at once, and what it folds."""

from django import template

register = template.Library()

SHOWN_AT_ONCE = 6


@register.filter
def shown_options(facet):
    """The first values, and every chosen one: a ticked box is never folded away."""
    return [
        option
        for rank, option in enumerate(facet.options)
        if rank < SHOWN_AT_ONCE or option.selected or has_chosen_child(option)
    ]


@register.filter
def folded_options(facet):
    return [
        option
        for option in facet.options[SHOWN_AT_ONCE:]
        if not option.selected and not has_chosen_child(option)
    ]


@register.filter
def has_chosen_child(option):
    return any(child.selected for child in getattr(option, "children", None) or [])


@register.filter
def of_rank(facets, rank):
    """`first` or `second` (under « Plus de critères »), without the facets that offer nothing here."""
    return [facet for facet in facets if facet.options and facet.first_rank == (rank == "first")]


@register.filter
def any_offered(facets):
    """Whether any facet has a value to tick, or to untick."""
    return any(facet.options for facet in facets)


@register.filter
def any_chosen(facets):
    return bool(chosen_values(facets))


@register.simple_tag
def chosen_values(facets):
    """Pairs (name, value) of all that is ticked, children included."""
    return [
        (facet.name, option.value)
        for facet in facets
        for parent in facet.options
        for option in [parent, *(getattr(parent, "children", None) or [])]
        if option.selected
    ]


@register.filter
def current(items, attribute):
    """The attribute of the item that is current or selected: `pages|current:"number"`."""
    for item in items or []:
        if item and (getattr(item, "current", False) or getattr(item, "selected", False)):
            return getattr(item, attribute)
    return None


@register.filter
def last_number(pages):
    return max((page.number for page in pages or [] if page), default=1)
