from django import template

register = template.Library()


@register.filter
def on(remarks, name):
    """The remarks on this field; none of a sheet that is not saved yet."""
    return remarks.on(name) if remarks else []
