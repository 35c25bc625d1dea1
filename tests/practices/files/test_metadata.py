import io
import zipfile

import openpyxl
import pikepdf
import pytest
from PIL import Image

from practices.files.inspection import check_content
from practices.files.kinds import KINDS
from practices.files.metadata import without_metadata
from practices.files.refusals import Refusal

from . import made

CORE = (
    b'<?xml version="1.0"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<dc:title>Convention</dc:title><dc:creator>Mme Martin</dc:creator>"
    b"<cp:lastModifiedBy>M. Durand</cp:lastModifiedBy></cp:coreProperties>"
)
APP = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Company>Mairie de Luzy</Company><Manager>M. Durand</Manager></Properties>"
)
META = (
    b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    b'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>'
    b"<meta:initial-creator>Mme Martin</meta:initial-creator><dc:language>fr-FR</dc:language>"
    b"<!-- M. Durand --></office:meta></office:document-meta>"
)
NAMES = (b"Martin", b"Durand", b"Luzy")


def bare(extension, data):
    return without_metadata(io.BytesIO(data), KINDS[extension])


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def photo():
    exif = Image.Exif()
    exif[0x010E] = "chez Mme Martin"
    return made.image("JPEG", exif=exif.tobytes(), comment=b"M. Durand")


def pdf(*, signed=False):
    """A page whose picture, application and the file itself tell who made them."""
    made_pdf = pikepdf.new()
    made_pdf.add_blank_page()
    page = made_pdf.pages[0]
    page.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.String("Martin")))
    image = pikepdf.Stream(made_pdf, photo())
    image.Type, image.Subtype, image.Filter = (
        pikepdf.Name.XObject,
        pikepdf.Name.Image,
        pikepdf.Name.DCTDecode,
    )
    image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 40, 30, pikepdf.Name.DeviceRGB, 8
    image.Metadata = pikepdf.Stream(made_pdf, b"<x>Durand</x>")
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=image))
    made_pdf.Root.Lang = pikepdf.String("fr-FR")
    made_pdf.docinfo.Author, made_pdf.docinfo.Title = "Mme Martin", "Convention"
    with made_pdf.open_metadata() as described:
        described["dc:creator"] = ["M. Durand"]
        described["dc:title"] = "Convention"
        described["pdfuaid:part"] = "1"
    if signed:
        made_pdf.Root.Signature = made_pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3])
        )
    out = io.BytesIO()
    made_pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_office_file_loses_its_people_and_keeps_its_title_and_text():
    data = made.archive(
        {
            "[Content_Types].xml": made.TYPES,
            "docProps/core.xml": CORE,
            "docProps/app.xml": APP,
            "word/document.xml": b"<document>Texte</document>",
            "word/media/image1.jpeg": photo(),
        }
    )

    parts = parts_of(bare("docx", data))

    assert list(parts) == list(parts_of(data))
    assert not [name for name in NAMES if any(name in part for part in parts.values())]
    assert b"Convention" in parts["docProps/core.xml"]
    assert parts["word/document.xml"] == b"<document>Texte</document>"
    assert Image.open(io.BytesIO(parts["word/media/image1.jpeg"])).size == (40, 30)


def test_opendocument_keeps_its_first_part_bare_and_its_language():
    data = made.archive(
        {"mimetype": KINDS["odt"].content_type, "content.xml": b"<c/>", "meta.xml": META},
        compression=zipfile.ZIP_STORED,
    )

    written = bare("odt", data)

    assert b"Martin" not in written and b"Durand" not in written and b"fr-FR" in written
    assert written.startswith(data[:10]) and written[30:38] == b"mimetype"
    check_content(io.BytesIO(written), len(written), "odt")


def test_workbook_of_a_real_library_opens_again():
    book = openpyxl.Workbook()
    book.active["A1"] = "Coût"
    book.properties.creator = "Mme Martin"
    out = io.BytesIO()
    book.save(out)

    written = bare("xlsx", out.getvalue())

    assert openpyxl.load_workbook(io.BytesIO(written)).active["A1"].value == "Coût"
    assert b"Martin" not in parts_of(written)["docProps/core.xml"]


def test_pdf_loses_its_people_and_keeps_title_language_and_conformity():
    data = pdf()
    assert all(name in data for name in NAMES[:2])

    written = bare("pdf", data)

    with pikepdf.open(io.BytesIO(written)) as read:
        flat = io.BytesIO()
        assert dict(read.docinfo) == {"/Title": pikepdf.String("Convention")}
        assert str(read.Root.Lang) == "fr-FR"
        with read.open_metadata() as described:
            assert set(described) == {
                "{http://purl.org/dc/elements/1.1/}title",
                "{http://www.aiim.org/pdfua/ns/id/}part",
            }
        assert Image.open(io.BytesIO(read.pages[0].Resources.XObject.Photo.read_raw_bytes())).size == (40, 30)
        read.save(flat, stream_decode_level=pikepdf.StreamDecodeLevel.specialized, compress_streams=False)
    assert not [name for name in NAMES if name in written or name in flat.getvalue()]


def test_earlier_state_of_a_pdf_is_not_kept_inside():
    data = made.PDF.replace(b"trailer", b"4 0 obj\n(Mme Martin)\nendobj\ntrailer")

    assert b"Martin" not in bare("pdf", data)


def test_signed_document_is_left_whole():
    assert bare("pdf", pdf(signed=True)) is None
    assert bare("docx", made.docx(_xmlsignatures__sig1=b"<s/>")) is None


@pytest.mark.parametrize("data", [b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"not a picture", photo()[:30]])
def test_picture_that_cannot_be_read_is_left_as_it_came(data):
    written = bare("docx", made.archive({"word/media/a.jpg": data}))

    assert parts_of(written)["word/media/a.jpg"] == data


def test_damaged_documents_are_refused_with_what_to_do():
    with pytest.raises(Refusal, match="abîmé"):
        bare("docx", made.archive({"docProps/core.xml": b"<a>"}))
    with pytest.raises(Refusal, match="abîmé"):
        bare("pdf", b"%PDF-1.4\nnothing\n%%EOF\n")


def test_table_has_nothing_to_take_off():
    assert bare("csv", b"a;b\n") is None
