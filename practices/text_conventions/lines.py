"""The model that plain and rich text share, and its one form for what can be said in several ways."""

import re
from itertools import groupby
from typing import NamedTuple

PARAGRAPH, BULLET, NUMBER = "p", "ul", "ol"

SCHEME = r"(?:https?://|mailto:|tel:|/|\#|(?:page|document):[0-9])"
URL = re.compile(
    r"https?://(?:[^\s<>\"«»*\\\[\]()]|\([^\s<>\"«»*\\\[\]()]*\))+(?<![.,;:!?…’'}_])", re.IGNORECASE
)
NEW_LINE = re.compile(r"\r\n?|[\u2028\u2029\x85]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Style(NamedTuple):
    bold: bool = False
    italic: bool = False
    href: str = ""


PLAIN = Style()


class Line(NamedTuple):
    """A paragraph or an item of a list; `signs` are pairs of one character and its style."""

    kind: str
    depth: int
    signs: list


def cleaned(text):
    """The text with one kind of line break and no control character."""
    return CONTROL.sub("", NEW_LINE.sub("\n", text))


def tidy(lines):
    """The same lines in their one form; writing and reading them again changes nothing."""
    done = []
    for kind, depth, signs in lines:
        for part in _paragraphs(signs, apart=kind == PARAGRAPH):
            previous = done[-1].depth if done and done[-1].kind != PARAGRAPH else -1
            depth = min(depth, previous + 1) if kind != PARAGRAPH else 0
            done.append(Line(kind, depth, _trim(_link(part))))
    return done


def _paragraphs(signs, *, apart):
    """Spaces and line breaks at most once, none at the ends; two breaks part paragraphs."""
    parts = [[]]
    for pair in signs:
        sign, style = pair
        part = parts[-1]
        if not sign.isspace():
            part.append(pair)
            continue
        sign = " " if sign == "\t" else sign
        while sign == "\n" and part and part[-1][0] != "\n" and part[-1][0].isspace():
            part.pop()
        last = part[-1][0] if part else "\n"
        if sign == last == "\n" and apart and part:
            parts.append([])
        elif last != "\n" and not (sign == last == " "):
            part.append((sign, style))
    for part in parts:
        while part and part[-1][0].isspace():
            part.pop()
    return [part for part in parts if part]


def _link(signs):
    """A bare address is a link, however it was written."""
    if not URL.search("".join(sign for sign, _ in signs)):
        return signs
    linked = []
    for has_link, group in groupby(signs, key=lambda pair: bool(pair[1].href)):
        group = list(group)
        for url in () if has_link else URL.finditer("".join(sign for sign, _ in group)):
            for index in range(*url.span()):
                group[index] = (group[index][0], group[index][1]._replace(href=url[0]))
        linked += group
    return linked


def _trim(signs):
    """No style begins or ends on a space."""
    if {style for _, style in signs} <= {PLAIN}:
        return signs
    for name, off in (("bold", False), ("italic", False), ("href", "")):
        start = 0
        for value, run in groupby(signs, key=lambda pair, name=name: getattr(pair[1], name)):
            end = start + len(list(run))
            for way in (range(start, end), range(end - 1, start - 1, -1)) if value else ():
                for index in way:
                    sign, style = signs[index]
                    if not sign.isspace():
                        break
                    signs[index] = (sign, style._replace(**{name: off}))
            start = end
    return signs
