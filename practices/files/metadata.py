"""What a document tells of who wrote it, when and with what: taken off; its title and language are kept.

Its pages stay as they are, with comments and tracked changes: these are content, which its authors see.
"""

import io
import re
import shutil
import struct
import zipfile

import pikepdf
from lxml import etree

from .archives import DAMAGED, FAULTS
from .refusals import Refusal

DAMAGED_PDF = "Ce PDF est abîmé. Imprimez-le vers un nouveau PDF, puis ajoutez celui-ci."
KEPT_IN_OFFICE = {"title", "language"}  # a reader's software announces them
# The same, and what the PDF says that it conforms to (PDF/A, PDF/UA).
KEPT_IN_PDF = ("}title", "}language", "/pdfa/ns/id/}", "/pdfua/ns/id/}")
PROPERTIES = re.compile(r"docprops/.*\.xml|.*\.psmdcp|meta\.xml")
OFFICE_SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml", "META-INF/macrosignatures.xml")
ODF_PROPERTIES = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}meta"
JPEG = (".jpg", ".jpeg", ".jpe", ".jfif")
START_OF_JPEG, START_OF_SCAN = b"\xff\xd8", 0xDA
IN_JPEG = {0xE1, 0xED, 0xFE}  # Exif and XMP, IPTC, comment
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip archive can tell


def without_metadata(stream, kind) -> bytes | None:
    """The document written anew without its metadata; None when nothing is to be changed.

    What is signed is left whole: its signature would no longer hold, and it names its signatory by design.
    Raises Refusal for a document that cannot be read to its end.
    """
    stream.seek(0)
    if kind.is_office:
        return _office(stream)
    if kind.content_type == "application/pdf":
        return _pdf(stream)
    return None


def _office(stream):
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(stream) as archive, zipfile.ZipFile(out, "w") as written:
            if any(name.startswith(OFFICE_SIGNATURES) for name in archive.namelist()):
                return None
            for entry in archive.infolist():
                _copy(archive, entry, written)
    except FAULTS as error:
        raise Refusal(DAMAGED) from error
    return out.getvalue()


def _copy(archive, entry, written):
    """One part, in its place and compressed as it was; `mimetype` has to stay first and bare."""
    part = zipfile.ZipInfo(entry.filename, EPOCH)
    part.compress_type, part.external_attr = entry.compress_type, entry.external_attr
    name = entry.filename.lower()
    if PROPERTIES.fullmatch(name):
        written.writestr(part, _emptied(archive.read(entry)))
    elif name.endswith(JPEG):
        written.writestr(part, _bare_jpeg(archive.read(entry)))
    else:
        part.file_size = entry.file_size
        with archive.open(entry) as source, written.open(part, "w") as target:
            shutil.copyfileobj(source, target, 256 * 1024)


def _emptied(xml):
    """The properties of an office file, of which only the title and the language are left."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal(DAMAGED) from error
    holder = root.find(ODF_PROPERTIES)
    holder = root if holder is None else holder
    for child in list(holder):
        if not isinstance(child.tag, str) or etree.QName(child).localname not in KEPT_IN_OFFICE:
            holder.remove(child)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _pdf(stream):
    out = io.BytesIO()
    try:
        with pikepdf.open(stream) as pdf:
            if any(_is_signature(found) for found in pdf.objects):
                return None
            _bare_information(pdf)
            for found in pdf.objects:
                _bare_object(found)
            pdf.save(out)
    except (pikepdf.PdfError, ValueError, RuntimeError, LookupError, TypeError) as error:
        raise Refusal(DAMAGED_PDF) from error
    return out.getvalue()


def _is_signature(found):
    return isinstance(found, pikepdf.Dictionary) and "/ByteRange" in found


def _bare_information(pdf):
    """Of the two places where a PDF describes itself."""
    for name in list(pdf.docinfo.keys()):
        if name != "/Title":
            del pdf.docinfo[name]
    if "/Metadata" not in pdf.Root:
        return
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
        for name in list(described):
            if not name.endswith(KEPT_IN_PDF[:2]) and not any(space in name for space in KEPT_IN_PDF[2:]):
                del described[name]


def _bare_object(found):
    """Pages and images describe themselves too, and keep what their software noted for itself."""
    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for name in ("/PieceInfo", "/LastModified"):
        if name in found:
            del found[name]
    if "/Metadata" in found and found.get("/Type") != "/Catalog":
        del found["/Metadata"]
    if isinstance(found, pikepdf.Stream) and found.get("/Filter") == "/DCTDecode":
        raw = found.read_raw_bytes()
        bare = _bare_jpeg(raw)
        if bare != raw:
            found.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=found.get("/DecodeParms"))


def _bare_jpeg(data):
    """The picture without where and when it was taken; as it came, where it does not read as a JPEG."""
    if not data.startswith(START_OF_JPEG):
        return data
    kept, at = [START_OF_JPEG], 2
    while data[at : at + 1] == b"\xff" and len(data) > at + 4:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == START_OF_SCAN:
            return b"".join([*kept, data[at:]])
        if marker not in IN_JPEG:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return data
