"""Office files are zip archives: what their directory tells before anything is unpacked."""

import stat
import struct
import zipfile
import zlib

from .refusals import Refusal

MAX_ENTRIES = 2_000
MAX_DIRECTORY = 1024 * 1024  # bytes; read whole by zipfile, whatever the number of entries that is announced
MAX_UNPACKED = 200 * 1024 * 1024
# As PyPI does: tiny files may be well compressed, large ones hardly.
MAX_RATIO, RATIO_FROM = 50, 64 * 1024 * 1024
LOOKED_AT = 8_192  # first bytes of each XML part
END, END_SIZE, END_64, LOCATOR_SIZE = b"PK\x05\x06", 22, b"PK\x06\x07", 20

# What zipfile raises on bad archives.
FAULTS = (
    zipfile.BadZipFile,
    struct.error,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)

DAMAGED = "Ce fichier est abîmé. Ouvrez-le, enregistrez-le à nouveau, puis ajoutez-le."
TOO_LARGE = "Ce fichier est trop volumineux une fois décompressé. Enregistrez-le en PDF, puis ajoutez-le."
MACROS = "Ce fichier contient des macros. Enregistrez-le sans macro, ou en PDF."
OTHER = (
    "Le contenu de ce fichier ne correspond pas à son extension. "
    "Enregistrez-le à nouveau depuis votre logiciel."
)


def check_office(stream, size, kind):
    """Raise Refusal unless this is an office file of that kind, safe to open."""
    _check_end(stream, size)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_entries(entries, size)
            _check_kind(archive, kind)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_part(archive, entry)
    except FAULTS as error:
        raise Refusal(DAMAGED) from error


def _check_end(stream, size):
    """The record that ends the archive, before zipfile reads the directory that it announces."""
    length = min(size, END_SIZE + LOCATOR_SIZE)
    stream.seek(size - length)
    tail = stream.read(length)
    end = tail[-END_SIZE:]
    if not end.startswith(END) or end[-2:] != b"\0\0" or tail.startswith(END_64):
        raise Refusal(DAMAGED)
    entries, directory = struct.unpack("<HL", end[10:16])
    if entries > MAX_ENTRIES or directory > MAX_DIRECTORY:
        raise Refusal(TOO_LARGE)


def _check_entries(entries, size):
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    crushed = unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or crushed:
        raise Refusal(TOO_LARGE)
    if packed > size or len({entry.header_offset for entry in entries}) < len(entries):
        raise Refusal(DAMAGED)  # parts that overlap
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise Refusal(DAMAGED)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refusal(DAMAGED)
        lowered = name.lower()
        if lowered.endswith("vbaproject.bin") or lowered.startswith(("basic/", "scripts/")):
            raise Refusal(MACROS)


def _check_kind(archive, kind):
    try:
        entry = archive.getinfo(kind.marker)
    except KeyError:
        raise Refusal(OTHER) from None
    if kind.marker == "mimetype":
        with archive.open(entry) as part:
            if part.read(200).strip().decode("ascii", "replace") != kind.content_type:
                raise Refusal(OTHER)


def _check_part(archive, entry):
    """No document type (it carries entities), no macro announced; NUL bytes go, for UTF-16."""
    with archive.open(entry) as part:
        start = part.read(LOOKED_AT).replace(b"\0", b"").lower()
    if b"<!doctype" in start or b"<!entity" in start:
        raise Refusal(DAMAGED)
    if entry.filename == "[Content_Types].xml" and b"macroenabled" in start:
        raise Refusal(MACROS)
