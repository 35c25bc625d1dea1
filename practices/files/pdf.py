"""A PDF is a page to read: no script, no program to start, no other file inside."""

import re
import zlib

from .refusals import Refusal

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
MAX_INFLATED = 32 * 1024 * 1024  # bytes of object streams, all together
HEAD = 1024  # bytes before a stream in which its dictionary stands


def check_pdf(stream):
    """Raise Refusal for a PDF that does something, or that cannot be looked into."""
    content = stream.read()
    if b"%%EOF" not in content[-2048:]:
        raise Refusal("Ce PDF est incomplet. Enregistrez-le à nouveau, puis ajoutez-le.")
    skeleton = STREAM.sub(b"stream endstream", content)
    if ENCRYPTED.search(skeleton):
        raise Refusal("Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection.")
    for part in (skeleton, *_objects(content)):
        if ACTIVE.search(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)):
            raise Refusal(
                "Ce PDF contient un programme, un formulaire animé ou un fichier caché. "
                "Imprimez-le vers un nouveau PDF, puis ajoutez celui-ci."
            )


def _objects(content):
    """The object streams, inflated: newer PDFs keep their dictionaries there."""
    left = MAX_INFLATED
    for found in STREAM.finditer(content):
        head = content[max(0, found.start() - HEAD) : found.start()].rpartition(b"obj")[2]
        if b"/ObjStm" not in ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), head):
            continue
        try:
            inflated = zlib.decompressobj().decompress(found[1], left)
        except zlib.error:
            continue
        left -= len(inflated)
        if left <= 0:
            raise Refusal(
                "Ce PDF est trop volumineux. Imprimez-le vers un nouveau PDF, puis ajoutez celui-ci."
            )
        yield inflated
