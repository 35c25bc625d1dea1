"""Rich text (HTML that has been cleaned), to and from lines."""

import re
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import quote

from .lines import BULLET, NUMBER, PARAGRAPH, PLAIN, SCHEME, Line, Style, cleaned


class _HtmlReader(HTMLParser):
    """Reads HTML that `clean_sheet_html` has cleaned."""

    def __init__(self):
        super().__init__()
        self.lines, self.lists, self.links = [], [], []
        self.depths = {"b": 0, "i": 0}
        self.current = None

    def handle_starttag(self, tag, attrs):
        if tag in (BULLET, NUMBER):
            self.lists.append(tag)
        if tag in (BULLET, NUMBER, "li", "p"):
            self.current = None if tag != "p" or not self.lists else self.current
        if tag == "br" or (tag == "p" and self.current is not None):
            self._add("\n")
        elif tag in ("b", "strong", "i", "em"):
            self.depths["b" if tag in ("b", "strong") else "i"] += 1
        elif tag == "a":
            self.links.append(_address(dict(attrs)))

    def handle_endtag(self, tag):
        if tag in (BULLET, NUMBER) and self.lists:
            self.lists.pop()
        if tag in (BULLET, NUMBER, "li") or (tag == "p" and not self.lists):
            self.current = None
        elif tag in ("b", "strong", "i", "em"):
            name = "b" if tag in ("b", "strong") else "i"
            self.depths[name] = max(0, self.depths[name] - 1)
        elif tag == "a" and self.links:
            self.links.pop()

    def handle_data(self, data):
        text = re.sub(r"[ \t\n\r\f]+", " ", cleaned(data))
        if text != " " or self.current is not None:
            self._add(text)

    def _add(self, text):
        if self.current is None:
            kind = self.lists[-1] if self.lists else PARAGRAPH
            self.current = Line(kind, max(0, len(self.lists) - 1), [])
            self.lines.append(self.current)
        href = self.links[-1] if self.links else ""
        style = Style(self.depths["b"] > 0, self.depths["i"] > 0, href)
        self.current.signs.extend((sign, style) for sign in text)


def _address(attributes):
    """What stands between the brackets of a link; "" for one that cannot be kept."""
    kind, key = attributes.get("linktype") or "", attributes.get("id") or ""
    if kind in ("page", "document") and key.isascii() and key.isdecimal():
        return f"{kind}:{key}"
    href = re.sub(r"[\s\\]", lambda sign: quote(sign[0]), (attributes.get("href") or "").strip())
    return href if re.match(SCHEME, href, re.IGNORECASE) else ""


def read_html(html):
    """The lines of rich text."""
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    return reader.lines


def write_html(lines):
    """The rich text of these tidy lines."""
    html, opened = [], []
    for kind, depth, signs in lines:
        wanted = 0 if kind == PARAGRAPH else depth + 1
        while len(opened) > wanted or (opened and len(opened) == wanted and opened[-1] != kind):
            html.append(f"</li></{opened.pop()}>")
        if kind == PARAGRAPH:
            html.append(f"<p>{_inline_html(signs)}</p>")
            continue
        if len(opened) == wanted:
            html.append("</li>")
        else:
            opened.append(kind)
            html.append(f"<{kind}>")
        html.append(f"<li>{_inline_html(signs)}")
    html += [f"</li></{kind}>" for kind in reversed(opened)]
    return "".join(html)


def _inline_html(signs):
    if {style for _, style in signs} <= {PLAIN}:
        return _italic_html(False, signs)
    html = ""
    for href, linked in groupby(signs, key=lambda pair: pair[1].href):
        inside = ""
        for bold, run in groupby(linked, key=lambda pair: pair[1].bold):
            text = "".join(_italic_html(*part) for part in groupby(run, key=lambda pair: pair[1].italic))
            inside += f"<b>{text}</b>" if bold else text
        html += _link_html(href, inside) if href else inside
    return html


def _italic_html(italic, run):
    text = escape("".join(sign for sign, _ in run), quote=False).replace("\n", "<br>")
    return f"<i>{text}</i>" if italic else text


def _link_html(href, inside):
    kind, _, key = href.partition(":")
    if kind in ("page", "document"):
        return f'<a linktype="{kind}" id="{escape(key)}">{inside}</a>'
    return f'<a href="{escape(href)}">{inside}</a>'
