"""The types of file that a sheet may carry, and how much."""

from dataclasses import dataclass

MAX_FILE = 20 * 1024 * 1024
MAX_FILES = 10  # on one sheet, its picture included
MAX_OF_TERRITORY = 200 * 1024 * 1024
MAX_PIXELS = 24_000_000


@dataclass(frozen=True)
class Kind:
    """`marker`: what the office archive must hold; `pillow`: the only decoder that may open the image."""

    label: str
    content_type: str
    marker: str = ""
    pillow: str = ""

    @property
    def is_image(self):
        return bool(self.pillow)

    @property
    def is_office(self):
        return bool(self.marker)

    @property
    def is_inline(self):
        """Whether a browser shows it; anything else is downloaded."""
        return self.is_image or self.content_type == "application/pdf"


OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
KINDS = {
    "pdf": Kind("PDF", "application/pdf"),
    "odt": Kind("ODT", f"{OPEN_DOCUMENT}text", marker="mimetype"),
    "ods": Kind("ODS", f"{OPEN_DOCUMENT}spreadsheet", marker="mimetype"),
    "odp": Kind("ODP", f"{OPEN_DOCUMENT}presentation", marker="mimetype"),
    "docx": Kind("DOCX", f"{OPEN_XML}wordprocessingml.document", marker="word/document.xml"),
    "xlsx": Kind("XLSX", f"{OPEN_XML}spreadsheetml.sheet", marker="xl/workbook.xml"),
    "pptx": Kind("PPTX", f"{OPEN_XML}presentationml.presentation", marker="ppt/presentation.xml"),
    "csv": Kind("CSV", "text/csv; charset=utf-8"),
    "png": Kind("PNG", "image/png", pillow="PNG"),
    "jpg": Kind("JPEG", "image/jpeg", pillow="JPEG"),
    "webp": Kind("WebP", "image/webp", pillow="WEBP"),
}
ALIASES = {"jpeg": "jpg"}
ACCEPT = ",".join(f".{extension}" for extension in (*KINDS, *ALIASES))
