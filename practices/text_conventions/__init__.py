"""Between the rich text of a sheet and what a person types in a plain text area or a spreadsheet cell.

- a blank line starts a paragraph, a single line break is kept;
- a line that begins with `- ` is an item of a list, with `1. ` of a numbered one; two spaces in front go one
  level in;
- `**gras**`, `__italique__`, a bare `https://…` is a link, `[words](https://…)` is one under other words;
- a backslash before one of these signs makes it an ordinary sign.

Both ways meet in one model: lines of signs, each sign with its style. Marks that do not pair stay as typed.
"""

from ..fields import clean_sheet_html
from .lines import tidy
from .plain import read_text, write_text
from .rich import read_html, write_html

__all__ = ["html_from_text", "text_from_html"]


def html_from_text(text):
    """The rich text that a person meant by this plain text; harmless whatever the text holds."""
    return write_html(tidy(read_text(text or "")))


def text_from_html(html):
    """The plain text that gives this rich text back: bold, italic, links and lists become marks."""
    return write_text(tidy(read_html(clean_sheet_html(html or ""))))
