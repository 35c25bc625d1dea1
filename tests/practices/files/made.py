"""Files of every sort, good and bad, made when a test asks for them."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from practices.files.kinds import KINDS

PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
)
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def upload(name, data):
    return SimpleUploadedFile(name, data)


def archive(parts, *, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(**parts):
    named = {"[Content_Types].xml": TYPES, "word/document.xml": b"<document/>"}
    return archive(named | {name.replace("__", "/"): data for name, data in parts.items()})


def office(extension):
    kind = KINDS[extension]
    if kind.marker == "mimetype":
        return archive({"mimetype": kind.content_type, "content.xml": "<c/>"}, compression=zipfile.ZIP_STORED)
    return archive({"[Content_Types].xml": TYPES, kind.marker: b"<part/>"})


def image(format="PNG", size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "white" if mode != "1" else 1).save(out, format, **options)
    return out.getvalue()


def wide_png(width, height):
    """A PNG of one bit a pixel that is tiny on disk, written by hand."""

    def chunk(name, data):
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    line = b"\0" + bytes((width + 7) // 8)
    pixels = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def animated(format, frames):
    pictures = [Image.new("RGB", (4, 4), (number * 60 % 256, number // 256, 0)) for number in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, format, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def many_entries(count):
    """The directory of an archive of so many entries, without what they hold."""
    entry = (
        struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        + b"a"
    )
    directory = entry * count
    announced = min(count, 65_535)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, announced, announced, len(directory), 0, 0)
    return b"PK\3\4" + directory + end


def bomb(megabytes):
    return docx(word__media__zeros=bytes(megabytes * 1024 * 1024))


def overlapping():
    """Two entries of the directory that lead to the same bytes."""
    data = bytearray(docx(word__a=b"x" * 1000, word__b=b"y" * 1000))
    first = data.index(b"PK\1\2")
    starts = []
    while data[first : first + 4] == b"PK\1\2":
        starts.append(first)
        first += 46 + sum(struct.unpack("<3H", data[first + 28 : first + 34]))
    data[starts[-1] + 42 : starts[-1] + 46] = data[starts[-2] + 42 : starts[-2] + 46]
    return bytes(data)


def link():
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = 0o120777 << 16
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(entry, "/etc/passwd")
    return out.getvalue()


def script_pdf(key=b"/JavaScript"):
    return PDF.replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S " + key + b" /JS (app.alert\\(1\\)) >>"
    )


def packed_script_pdf():
    """The script stands in an object stream."""
    packed = zlib.compress(b"7 0 << /S /JavaScript /JS (app.alert(1)) >>")
    stream = (
        b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n"
    )
    return PDF.replace(b"trailer", stream % packed + b"trailer")
