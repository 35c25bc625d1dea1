import os
import subprocess
import sys

import pytest

from practices.files.antivirus import EICAR
from practices.files.inspection import inspect
from practices.files.kinds import KINDS
from practices.files.names import LONGEST, clean_name
from practices.files.refusals import Refusal

from . import made

GOOD = {
    "note.pdf": made.PDF,
    "plan.png": made.image(),
    "photo.jpg": made.image("JPEG"),
    "photo.JPEG": made.image("JPEG"),
    "photo.webp": made.image("WEBP"),
    "telephone.jpg": made.animated("MPO", 2),
    "utf8.csv": "commune;habitants\nLuzy;1 900\nÉvry;66 000\n".encode(),
    "excel.csv": "commune;habitants\r\nÉvry;66 000\r\n".encode("cp1252"),
    **{f"fichier.{name}": made.office(name) for name in KINDS if KINDS[name].is_office},
}
BAD = {
    "exe-renamed": ("facture.pdf", lambda: b"MZ\x90\0" + bytes(200), "ne correspond pas"),
    "double-extension": ("facture.pdf.exe", lambda: b"MZ", "ne s’ouvre pas partout"),
    "svg": ("dessin.svg", lambda: b"<svg/>", "ne s’ouvre pas partout"),
    "html": ("page.html", lambda: b"<html>", "ne s’ouvre pas partout"),
    "html-as-csv": ("page.csv", lambda: b"\n<html><script>1</script>", "ne correspond pas"),
    "binary-as-csv": ("donnees.csv", lambda: b"a;b\n\0\1\2", "n’est pas du texte"),
    "png-as-jpg": ("photo.jpg", made.image, "ne correspond pas"),
    "gif-as-png": ("photo.png", lambda: made.image("GIF"), "ne correspond pas"),
    "polyglot": ("note.pdf", lambda: b"junk" + made.PDF, "ne correspond pas"),
    "docm": ("note.docm", made.docx, "macros"),
    "macro-in-docx": (
        "note.docx",
        lambda: made.archive(
            {"[Content_Types].xml": made.TYPES, "word/document.xml": b"", "word/vbaProject.bin": b"x"}
        ),
        "macros",
    ),
    "macro-in-odt": (
        "note.odt",
        lambda: made.archive({"mimetype": KINDS["odt"].content_type, "Basic/Standard/a.xml": b""}),
        "macros",
    ),
    "xlsx-as-docx": ("note.docx", lambda: made.office("xlsx"), "ne correspond pas"),
    "ods-as-odt": ("note.odt", lambda: made.office("ods"), "ne correspond pas"),
    "zip-as-docx": ("note.docx", lambda: made.archive({"a.txt": "a"}), "ne correspond pas"),
    "bomb": ("note.docx", lambda: made.bomb(190), "trop volumineux"),
    "larger-bomb": ("note.docx", lambda: made.bomb(210), "trop volumineux"),
    "million-entries": ("note.docx", lambda: made.many_entries(400_000), "trop volumineux"),
    "overlap": ("note.docx", made.overlapping, "abîmé"),
    "parent-path": ("note.docx", lambda: made.docx(**{"..__..__evil": b"x"}), "abîmé"),
    "absolute-path": ("note.docx", lambda: made.docx(**{"__etc__passwd": b"x"}), "abîmé"),
    "link": ("note.docx", made.link, "abîmé"),
    "entity": (
        "note.docx",
        lambda: made.docx(
            **{"word__a.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}
        ),
        "abîmé",
    ),
    "laughs": (
        "note.docx",
        lambda: made.docx(**{"word__a.xml": '<!DOCTYPE l [<!ENTITY a "ha">]>'.encode("utf-16")}),
        "abîmé",
    ),
    "truncated-docx": ("note.docx", lambda: made.docx()[:-30], "abîmé"),
    "truncated-pdf": ("note.pdf", lambda: made.PDF[:60], "incomplet"),
    "pdf-script": ("note.pdf", made.script_pdf, "programme"),
    "pdf-escaped-script": (
        "note.pdf",
        lambda: made.script_pdf(b"/Java#53cript").replace(b"/JS ", b"/J#53 "),
        "programme",
    ),
    "pdf-packed-script": ("note.pdf", made.packed_script_pdf, "programme"),
    "pdf-password": ("note.pdf", lambda: made.PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "mot de passe"),
    "11000-px": ("plan.png", lambda: made.wide_png(11_000, 11_000), "24\u00a0millions"),
    "6000-px": ("plan.png", lambda: made.wide_png(6_000, 5_000), "24\u00a0millions"),
    "animated-png": ("plan.png", lambda: made.animated("PNG", 3), "animée"),
    "animated-webp": ("plan.webp", lambda: made.animated("WEBP", 3), "animée"),
    "10000-frames": ("plan.gif", lambda: made.animated("GIF", 1_000), "ne s’ouvre pas partout"),
    "empty": ("note.pdf", lambda: b"", "vide"),
    "no-extension": ("note", lambda: made.PDF, "ne s’ouvre pas partout"),
}


@pytest.mark.parametrize("name", GOOD)
def test_inspect_takes_what_a_town_hall_has(name):
    assert inspect(made.upload(name, GOOD[name])) == name.rpartition(".")[2].lower().replace("jpeg", "jpg")


@pytest.mark.parametrize("case", BAD)
def test_inspect_refuses_and_says_what_to_do(case):
    name, make, words = BAD[case]
    upload = made.upload(name, make())

    with pytest.raises(Refusal, match=words):
        inspect(upload)


def test_inspect_refuses_what_is_too_large():
    upload = made.upload("note.pdf", made.PDF)
    upload.size = 20 * 1024 * 1024 + 1

    with pytest.raises(Refusal, match="dépasse 20\u00a0Mo"):
        inspect(upload)


def test_inspect_leaves_eicar_to_the_antivirus():
    assert inspect(made.upload("test.csv", EICAR)) == "csv"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("note.pdf", "note.pdf"),
        ("C:\\Users\\mairie\\note.pdf", "note.pdf"),
        ("../../etc/note.pdf", "note.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie b.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ('a"b<c>.pdf', "a b c.pdf"),
        (".pdf", "pdf"),
        ("", "fichier"),
    ],
)
def test_clean_name(given, kept):
    assert clean_name(given) == kept


def test_clean_name_of_300_bytes_keeps_the_extension():
    name = clean_name("é" * 150 + ".pdf")

    assert (len(name), name[-4:]) == (LONGEST, ".pdf")


MEASURE = """
import resource, sys, io
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.practices.files import made
from practices.files.inspection import inspect
from practices.files.kinds import KINDS
from practices.files.pictures import rewritten
from practices.files.refusals import Refusal
case = sys.argv[1]
name = "plan.png"
data = {
    "entries": lambda: made.many_entries(400_000),
    "bomb": lambda: open(sys.argv[2], "rb").read(),
    "11000": lambda: open(sys.argv[2], "rb").read(),
    "largest": lambda: open(sys.argv[2], "rb").read(),
}[case]()
name = "plan.png" if case in ("11000", "largest") else "note.docx"
Image.init()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
upload = SimpleUploadedFile(name, data)
try:
    inspect(upload)
    rewritten(upload.file, KINDS["png"])
    print("taken", end=" ")
except Refusal:
    print("refused", end=" ")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
HEAVY = {
    "bomb": (lambda: made.bomb(190), "refused"),
    "entries": (lambda: b"", "refused"),
    "11000": (lambda: made.wide_png(11_000, 11_000), "refused"),
    "largest": (lambda: made.image("PNG", (6_000, 4_000), "RGBA"), "taken"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", HEAVY)
def test_memory_stays_bounded(case, tmp_path):
    make, expected = HEAVY[case]
    path = tmp_path / "file"
    path.write_bytes(make())

    answer = subprocess.run(
        [sys.executable, "-c", MEASURE, case, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )

    outcome, grown = answer.stdout.split()
    assert outcome == expected
    assert int(grown) < 150, f"{grown} MiB"
