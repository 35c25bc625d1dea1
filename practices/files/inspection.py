"""What is asked of a file when it arrives, before anything of it is opened."""

import codecs

import filetype

from .archives import OTHER, check_office
from .kinds import KINDS, MAX_FILE
from .names import clean_name, extension_of
from .pdf import check_pdf
from .pictures import check_image
from .refusals import Refusal

CHUNK = 256 * 1024
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"<head", b"<body", b"<iframe")
ASKED = "PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, CSV, JPEG, PNG ou WebP"
WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "ppsm", "potm"}


def inspect(upload):
    """The extension of an uploaded file, under its usual spelling; raise Refusal for what is not taken."""
    extension = extension_of(clean_name(upload.name))
    if extension in WITH_MACROS:
        raise Refusal("Ce fichier peut contenir des macros. Enregistrez-le sans macro, ou en PDF.")
    if extension not in KINDS:
        raise Refusal(f"Ce type de fichier ne s’ouvre pas partout. Enregistrez-le en {ASKED}.")
    if not upload.size:
        raise Refusal("Ce fichier est vide. Vérifiez-le sur votre ordinateur, puis ajoutez-le de nouveau.")
    if upload.size > MAX_FILE:
        raise Refusal("Ce fichier dépasse 20\u00a0Mo. Réduisez-le ou coupez-le en plusieurs.")
    check_content(upload.file, upload.size, extension)
    return extension


def check_content(stream, size, extension):
    """Raise Refusal unless the content is what the extension says, and does nothing."""
    kind = KINDS[extension]
    stream.seek(0)
    try:
        if extension == "csv":
            _check_csv(stream)
            return
        found = filetype.guess(stream.read(CHUNK))
        stream.seek(0)
        known = found.extension.replace("apng", "png") if found else ""
        if kind.is_office:
            if known != extension and known not in (
                "zip",
                *(name for name in KINDS if KINDS[name].is_office),
            ):
                raise Refusal(OTHER)
            check_office(stream, size, kind)
        elif known != extension:
            raise Refusal(OTHER)
        elif kind.is_image:
            check_image(stream, kind)
        else:
            check_pdf(stream)
    finally:
        stream.seek(0)


def _check_csv(stream):
    """Text and nothing else, in UTF-8 or as old spreadsheets write it; not a page with another name."""
    utf8, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
    first = stream.read(CHUNK)
    start = first.lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if start.startswith(MARKUP) or b"<script" in start or filetype.guess(first):
        raise Refusal(OTHER)
    chunk = first
    while chunk:
        if any(byte in chunk for byte in (b"\0", b"\x1b", b"\x7f")):
            raise Refusal("Ce fichier CSV n’est pas du texte. Enregistrez la feuille en CSV (UTF-8).")
        try:
            utf8.decode(chunk) if is_utf8 else chunk.decode("cp1252")
        except UnicodeDecodeError:
            is_utf8 = False
        chunk = stream.read(CHUNK)
