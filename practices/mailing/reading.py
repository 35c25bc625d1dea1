"""The plain text of a mail read as blocks, of which the HTML part is made: no mail is written twice.

- a blank line parts the blocks; a line break inside one is kept;
- a block in which every line is set apart (see `mail_text.set_apart`) holds the words of a person;
- lines that begin with `- ` are a list; what follows an item is indented by two spaces;
- an address of this site, alone on the last line of a block, is a link under the words before it. The one
  that the mail asks to open is a button.

An address elsewhere is never a link: nobody can dress one up by typing words before it.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings

APART = "    "
ITEM = "- "
LABEL_LENGTH = 60  # characters of a line that can stand on a button
PLAIN_LABEL = "Ouvrir la page"


@dataclass(frozen=True)
class Block:
    """A paragraph, a `quote`, a `list`, an `action` (the button), or the `signature`."""

    kind: str
    lines: list = field(default_factory=list)
    items: list = field(default_factory=list)  # of a list: blocks
    label: str = ""
    address: str = ""


def blocks_of(text, *, action="") -> list[Block]:
    """The blocks of a mail; `action` is the address that it asks to open."""
    return [block for part in _parts(text) for block in _read(part, action)]


def _parts(text):
    """Runs of lines between blank ones."""
    runs = groupby(text.splitlines(), key=lambda line: bool(line.strip()))
    return [list(lines) for has_words, lines in runs if has_words]


def _read(lines, action):
    if all(line.startswith(APART) for line in lines):
        return [Block("quote", [line.strip() for line in lines])]
    if lines[0].startswith(ITEM):
        return [Block("list", items=[_linked(item) for item in _items(lines)])]
    if lines[0] == settings.WAGTAIL_SITE_NAME:
        return [Block("signature", lines)]
    if action and lines[-1].strip() == action:
        return _asking(lines[:-1], action)
    return [_linked(lines)]


def _asking(words, address):
    """The button, named by the line before it when that is short; longer words stay a paragraph."""
    label = _without_colon(words[-1]) if words else ""
    if label and len(label) <= LABEL_LENGTH:
        words = words[:-1]
    else:
        label = PLAIN_LABEL
    before = [Block("paragraph", words)] if words else []
    return [*before, Block("action", label=label, address=address)]


def _linked(lines):
    """A paragraph whose first line is a link, when its last is an address of this site."""
    *words, address = [line.strip() for line in lines]
    if words and _is_ours(address):
        return Block("paragraph", words[1:], label=_without_colon(words[0]), address=address)
    return Block("paragraph", [*words, address])


def _items(lines):
    items = []
    for line in lines:
        if line.startswith(ITEM):
            items.append([line.removeprefix(ITEM)])
        else:
            items[-1].append(line)
    return items


def _is_ours(line):
    return line.startswith(settings.WAGTAILADMIN_BASE_URL.rstrip("/") + "/") and not re.search(r"\s", line)


def _without_colon(line):
    return re.sub(r"\s*:$", "", line)
