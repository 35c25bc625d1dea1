"""What the plain text of a mail is written with."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from ..composing import one_line
from ..reading import APART

register = template.Library()
register.filter("one_line", one_line)


@register.filter
def set_apart(text):
    """The words of a person, each line indented: none of them passes for the words of the site."""
    return "\n".join(f"{APART}{line}" if line.strip() else "" for line in str(text).strip().splitlines())


@register.filter
def broken(lines):
    """Lines of text in HTML, with their breaks."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
