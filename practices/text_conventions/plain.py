"""Plain text with a few marks, to and from lines."""

import re
from itertools import groupby

from .lines import BULLET, NUMBER, PARAGRAPH, PLAIN, SCHEME, URL, Line, cleaned

INDENT = "  "
MARKS = {"**": "bold", "__": "italic"}
TOKEN = re.compile(
    r"(?P<escaped>(?<!\\)(?:\\\\)*\\[*_\[\]])"
    r"|(?P<slashes>(?<!\\)(?:\\\\)+(?=[*_\[\]]))"
    r"|(?P<mark>\*+|_+)"
    r"|(?P<open>\[)"
    rf"|(?P<close>\]\({SCHEME}[^\s()\\]*\))"
    rf"|(?P<url>{URL.pattern})",
    re.IGNORECASE,
)
MARKER = r"(?=(?:[-–•*]|[0-9]{1,2}[.)]) )"
ESCAPED_MARKER = re.compile(rf"^(\\+){MARKER}")
LITERAL_MARKER = re.compile(rf"^(\\*){MARKER}")
LIST_LINE = re.compile(r"(?P<indent>[ \t]*)(?:(?P<bullet>[-–•*])|(?P<number>[0-9]{1,2})[.)])[ \t]+(?=\S)")
BARE_END = re.compile(r"(?:[.,;:!?…)](?:\s.*)?|\s.*|)", re.DOTALL)


def read_text(text):
    """The lines that a person meant."""
    lines, current = [], None
    for raw in cleaned(text).split("\n"):
        stripped = raw.strip()
        item = _list_line(raw, after_item=bool(lines) and lines[-1][0] != PARAGRAPH)
        if not stripped:
            current = None
        elif item:
            depth = len(item["indent"].expandtabs(len(INDENT))) // len(INDENT)
            current = (BULLET if item["bullet"] else NUMBER, depth, [raw[item.end() :]])
            lines.append(current)
        else:
            if current is None or (current[0] != PARAGRAPH and raw[0] not in " \t"):
                current = (PARAGRAPH, 0, [])
                lines.append(current)
            current[2].append(ESCAPED_MARKER.sub(_halve, stripped))
    return [Line(kind, depth, _read_marks("\n".join(parts))) for kind, depth, parts in lines]


def _list_line(raw, *, after_item):
    """A number begins a list only from 1 on, so that a lone « 3. » keeps its number."""
    item = LIST_LINE.match(raw)
    return item if item and (item["bullet"] or after_item or int(item["number"]) == 1) else None


def _halve(match):
    return "\\" * (len(match[1]) // 2)


def _read_marks(text):
    """The signs of one block; the two ends of a mark are dropped once they have met."""
    signs, opened, position = [], {}, 0
    while token := TOKEN.search(text, position):
        signs += [(sign, PLAIN) for sign in text[position : token.start()]]
        here, position, value = len(signs), token.end(), token[0]
        if token.lastgroup == "escaped":
            value = "\\" * ((len(value) - 2) // 2) + value[-1]
        elif token.lastgroup == "slashes":
            value = "\\" * (len(value) // 2)
        elif token.lastgroup == "close" and not _has_label(signs, opened.get("href")):
            value, position = "]", token.start() + 1
        signs += [(sign, PLAIN) for sign in value]
        if token.lastgroup == "open":
            opened["href"] = here
        elif value in MARKS and token.lastgroup == "mark":
            before, after = text[token.start() - 1 : token.start()], text[token.end() : token.end() + 1]
            _meet(signs, opened, MARKS[value], here, before, after)
        elif token.lastgroup == "close" and len(value) > 1:
            _apply(signs, opened.pop("href"), here, 1, href=value[2:-1])
    signs += [(sign, PLAIN) for sign in text[position:]]
    return [pair for pair in signs if pair]


def _has_label(signs, start):
    return start is not None and any(pair and not pair[0].isspace() for pair in signs[start + 1 :])


def _meet(signs, opened, name, here, before, after):
    if name in opened and not before.isspace():
        _apply(signs, opened.pop(name), here, 2, **{name: True})
    elif after and not after.isspace():
        opened[name] = here


def _apply(signs, start, end, length, **change):
    for index in range(start + length, end):
        if signs[index]:
            sign, style = signs[index]
            signs[index] = (sign, style._replace(**change))
    for index in (*range(start, start + length), *range(end, len(signs))):
        signs[index] = None


def write_text(lines):
    """The text that is read as these tidy lines."""
    blocks, numbers, previous = [], {}, PARAGRAPH
    for kind, depth, signs in lines:
        text = _write_marks(signs)
        if kind == PARAGRAPH:
            numbers = {}
            text = "\n".join(_escape_marker(line) for line in text.split("\n"))
        else:
            numbers = {level: number for level, number in numbers.items() if level <= depth}
            count = numbers.get(depth, (kind, 0))[1] + 1 if numbers.get(depth, (kind,))[0] == kind else 1
            numbers[depth] = (kind, count)
            first, *others = text.split("\n")
            inside = INDENT * (depth + 1)
            marker = "- " if kind == BULLET else f"{count}. "
            text = "\n".join(
                [INDENT * depth + marker + first, *(inside + _escape_marker(line) for line in others)]
            )
        blocks.append(("\n" if kind != PARAGRAPH and previous != PARAGRAPH else "\n\n") + text)
        previous = kind
    return "".join(blocks).lstrip("\n")


def _escape_marker(line):
    found = LITERAL_MARKER.match(line)
    return "\\" * (len(found[1]) or 1) + line if found else line


def _write_marks(signs):
    out, position = _Marks("](" in "".join(sign for sign, _ in signs)), 0
    for href, group in groupby(signs, key=lambda pair: pair[1].href):
        group = list(group)
        end = position + len(group)
        after = "".join(sign for sign, _ in signs[end : end + 2])
        bare = href and _is_bare(href, group, after)
        if href and not bare:
            out.close(group[0][1])
            out.add("[")
        for index in range(position, end):
            out.turn(signs[index][1])
            if bare:
                out.text += signs[index][0]
            else:
                out.add_sign(signs, index)
        if href and not bare:
            out.close(signs[end][1] if end < len(signs) else PLAIN)
            out.add("](" + href.replace("(", "%28").replace(")", "%29") + ")")
        position = end
    out.turn(PLAIN)
    return out.text


def _is_bare(href, group, after):
    """Whether the address alone, as it stands in the text, would be read as this link."""
    styles = {style for _, style in group}
    if "".join(sign for sign, _ in group) != href or len(styles) > 1 or group[0][1].italic:
        return False
    return bool(URL.fullmatch(href) and BARE_END.fullmatch(after))


class _Marks:
    """Text under construction: marks turn on and off, signs that look like marks get a backslash."""

    def __init__(self, has_link_ends):
        self.text, self.style, self.has_link_ends = "", PLAIN, has_link_ends

    def turn(self, style):
        self.close(style)
        for mark, name in MARKS.items():
            if getattr(style, name) and not getattr(self.style, name):
                self.add(mark)
        self.style = style

    def close(self, style):
        for mark, name in reversed(MARKS.items()):
            if getattr(self.style, name) and not getattr(style, name):
                self.add(mark)
                self.style = self.style._replace(**{name: False})

    def add(self, piece):
        """Backslashes just before a mark are doubled: they stay ordinary ones."""
        trailing = len(self.text) - len(self.text.rstrip("\\"))
        self.text += "\\" * trailing + piece

    def add_sign(self, signs, index):
        sign, style = signs[index]
        if sign in "*_":
            around = [
                signs[near] if 0 <= near < len(signs) else ("", PLAIN) for near in (index - 1, index + 1)
            ]
            special = any(other == sign or other_style != style for other, other_style in around)
        else:
            special = sign in "[]" and (self.has_link_ends or style.href)
        if sign in "*_[]":
            self.add("\\" + sign if special else sign)
        else:
            self.text += sign
