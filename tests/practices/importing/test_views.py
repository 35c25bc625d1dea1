"""« Importer des fiches » in the admin: a file, its dry run, the import."""

import gzip
import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageLogEntry

from practices.importing import forms, jobs
from practices.models import PracticePage
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory

from .conftest import FULL, LEAST, csv_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
START = "/admin/importer-des-fiches/"


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


def send(client, content, **fields):
    """Upload a file; the response."""
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("fiches.csv", content)
    return client.post(START, {"file": file, "source": "import", **fields})


def text_of(response):
    """The page on one line, spaces as they are."""
    return " ".join(response.content.decode().replace("&nbsp;", "\u00a0").split(" ")).replace("\n", " ")


def folders(own_folder):
    return list((own_folder / "imports").glob("*/"))


def test_dry_run_then_import(client, moderator, own_folder):
    wrong = FULL | {"external_id": "f-2", "territory": "Saint-Aubin"}
    page = send(client, csv_text(FULL, wrong)).url

    report = client.get(page)
    assert "1\u00a0fiche à créer" in text_of(report)
    assert "Saint-Aubin (40), Saint-Aubin (62)" in text_of(report)
    assert "Importer la ligne bonne" in text_of(report)
    assert PracticePage.objects.count() == 0

    assert client.post(page).url == page
    done = client.get(page)

    assert "1\u00a0fiche créée" in text_of(done)
    assert "1\u00a0ligne refusée" in text_of(done)
    assert "Importer la ligne bonne" not in text_of(done)
    sheet = PracticePage.objects.get()
    assert (sheet.external_id, sheet.live) == ("f-1", False)
    assert set(PageLogEntry.objects.filter(page=sheet.pk).values_list("user", flat=True)) == {moderator.pk}


def test_import_asked_twice_is_done_once(client, moderator):
    page = send(client, csv_text(FULL)).url
    client.get(page)
    client.post(page)
    client.get(page)

    client.post(page)

    assert "1\u00a0fiche créée" in text_of(client.get(page))
    assert PracticePage.objects.count() == 1


def test_nothing_is_written_before_the_dry_run_has_been_read(client, moderator):
    page = send(client, csv_text(FULL)).url

    client.post(page)
    client.get(page)

    assert PracticePage.objects.count() == 0


def test_options_are_kept_with_the_file(client, moderator):
    page = send(client, csv_text(LEAST), lenient="on", source="ancien site").url
    for _ in range(2):
        client.get(page)
        client.post(page)
    page = send(
        client, csv_text(LEAST | {"title": "Autre"}), lenient="on", source="ancien site", update="on"
    ).url

    assert "1\u00a0fiche à mettre à jour" in text_of(client.get(page))
    assert PracticePage.objects.get().source == "ancien site"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "vide"),
        ("titel;summary;territory\n", "Colonne inconnue «\u00a0titel\u00a0»."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format .xls"),
        (csv_text(LEAST), "Il manque les colonnes"),
    ],
)
def test_unreadable_file_comes_back_with_the_reason(client, moderator, own_folder, content, reason):
    response = send(client, content, lenient="")

    assert response.status_code == 200
    assert any(reason in error for error in response.context["form"].errors["file"])
    assert folders(own_folder) == []


def test_form_without_a_file_comes_back(client, moderator):
    response = client.post(START, {"source": ""})

    assert set(response.context["form"].errors) == {"file", "source"}


def test_too_heavy_file_comes_back(client, moderator, monkeypatch):
    monkeypatch.setattr(forms, "MAX_FILE", 100)

    response = send(client, csv_text(FULL))

    assert response.context["form"].errors["file"] == ["Le fichier dépasse 20\u00a0Mo."]


def test_compressed_file_comes_back(client, moderator):
    response = send(client, gzip.compress(csv_text(FULL).encode()))

    assert "compressé" in response.context["form"].errors["file"][0]


def test_too_many_lines_are_for_the_command(client, moderator, monkeypatch):
    monkeypatch.setattr(jobs, "MAX_LINES", 1)
    page = send(client, csv_text(FULL, FULL | {"external_id": "f-2"})).url

    assert "Le fichier dépasse 5\u202f000 lignes." in text_of(client.get(page))
    client.post(page)
    client.get(page)
    assert PracticePage.objects.count() == 0


def test_long_work_goes_on_from_page_to_page(client, moderator, monkeypatch):
    monkeypatch.setattr(jobs, "STEP", 0)
    monkeypatch.setattr("practices.importing.run.BATCH", 2)
    rows = [FULL | {"external_id": f"f-{n}", "title": f"Fiche {n}"} for n in range(5)]
    page = send(client, csv_text(*rows, rows[0])).url

    reports = [client.get(page) for _ in range(4)]

    assert ["refresh" in text_of(report) for report in reports] == [True, True, True, False]
    assert "5\u00a0fiches à créer" in text_of(reports[-1])
    assert "la ligne 2 porte le même identifiant" in text_of(reports[-1])
    client.post(page)
    counts = [(client.get(page), PracticePage.objects.count())[1] for _ in range(4)]
    assert counts == [2, 4, 5, 5]
    assert "5\u00a0fiches créées" in text_of(client.get(page))


def test_file_belongs_to_who_sent_it(client, moderator):
    page = send(client, csv_text(FULL)).url
    client.force_login(ModeratorFactory())

    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404


def test_file_is_kept_an_hour(client, moderator, own_folder):
    page = send(client, csv_text(FULL)).url
    (folder,) = folders(own_folder)
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps(state | {"created": time.time() - 3601}))

    assert client.get(page).status_code == 404
    assert folders(own_folder) == []


@pytest.mark.parametrize("token", ["..", "x", "a" * 32, "%2e%2e%2f" * 4])
def test_unknown_file_is_not_found(client, moderator, token):
    assert client.get(f"{START}{token}/").status_code == 404


@pytest.mark.parametrize("path", ["", "modele.csv", "modele.xlsx", "a" * 32 + "/"])
def test_only_moderators_enter(client, path):
    assert client.get(START + path).status_code == 302

    client.force_login(UserFactory())
    assert client.get(START + path).status_code in (302, 403)

    client.force_login(UserFactory(superuser=True))
    assert client.get(START + path).status_code == (404 if path.startswith("aaa") else 200)


def test_menu_shows_the_import_to_moderators(client, moderator):
    assert "Importer des fiches" in client.get(reverse("wagtailadmin_home"), follow=True).content.decode()


@pytest.mark.parametrize(("suffix", "start"), [("csv", b"\xef\xbb\xbfexternal_id;"), ("xlsx", b"PK")])
def test_template_is_given(client, moderator, suffix, start):
    response = client.get(f"{START}modele.{suffix}")

    assert response.content.startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="modele-fiches.{suffix}"'


def test_what_cells_hold_is_shown_as_text(client, moderator):
    page = send(client, csv_text(FULL | {"territory": "<script>alert(1)</script>"})).url

    assert "<script>alert(1)" not in client.get(page).content.decode()
