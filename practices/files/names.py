"""The name of a file as its author gave it, made safe to show and to send."""

import re
import unicodedata

from .kinds import ALIASES

LONGEST = 120  # characters, extension included
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # line ends, marks that turn the reading direction
FORBIDDEN = re.compile(r'[<>:"|?*]')


def clean_name(name):
    """One line, left to right, no folder; long names lose their middle, never their extension."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if unicodedata.category(character) not in INVISIBLE)
    name = " ".join(FORBIDDEN.sub(" ", name).split()).strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:LONGEST] or "fichier"
    stem = stem.strip()[: LONGEST - len(extension) - 1] or "fichier"
    return f"{stem}.{extension}"[:LONGEST]


def extension_of(name):
    """In lower case, under its usual spelling; empty when there is none."""
    _, dot, extension = name.rpartition(".")
    extension = extension.lower() if dot else ""
    return ALIASES.get(extension, extension)
