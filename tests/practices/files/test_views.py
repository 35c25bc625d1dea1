import pytest
from django.urls import reverse
from django.utils import timezone

from practices.files.attaching import attach, choose_picture, describe
from practices.files.checking import check_received
from practices.files.models import FileState, SheetFile
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide, submit
from tests.factories.accounts import UserFactory
from tests.factories.files import SheetFileFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(practice, member):
    """A clean PDF of a draft."""
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    check_received()
    practice.refresh_from_db()
    return SheetFile.objects.get()


def publish(practice, member):
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.APPROVED)
    practice.refresh_from_db()


def get(client, address):
    """The status, the headers and the bytes."""
    answer = client.get(address)
    content = answer.getvalue()  # closes the file too
    return answer.status_code, answer.headers, content


def send(client, practice, **data):
    return client.post(reverse("practices:files", args=[practice.pk]), data)


def what(response):
    """All that a reader could tell two answers apart by, but for the second and the nonce."""
    changing = ("Content-Security-Policy", "Expires")
    return response.status_code, {
        name: value for name, value in response.headers.items() if name not in changing
    }


def test_a_file_of_a_draft_is_hidden_from_all_but_its_own(client, file, member, practice):
    neighbour = MembershipFactory(confirmed=True).user
    readers = {"nobody": None, "neighbour": neighbour, "member": member, "moderator": ModeratorFactory()}

    seen = {}
    for name, user in readers.items():
        client.logout()
        if user:
            client.force_login(user)
        seen[name] = get(client, file.url)[0]

    assert seen == {"nobody": 404, "neighbour": 404, "member": 200, "moderator": 200}


def test_a_file_is_public_with_the_version_that_holds_it(client, file, practice, member):
    publish(practice, member)
    attach(practice, user=member, uploads=[made.upload("suite.pdf", made.PDF)])
    check_received()
    newer = SheetFile.objects.latest("pk")

    assert (get(client, file.url)[0], get(client, newer.url)[0]) == (200, 404)

    practice.refresh_from_db()
    publish(practice, member)
    assert get(client, newer.url)[0] == 200
    PracticePage.objects.update(archived_at=timezone.now())
    assert get(client, newer.url)[0] == 200
    practice.refresh_from_db()
    practice.unpublish()
    assert get(client, newer.url)[0] == 404


@pytest.mark.parametrize("state", [state for state in FileState if state != FileState.CLEAN])
def test_only_clean_files_are_served(client, file, practice, member, state):
    publish(practice, member)
    SheetFile.objects.update(state=state)
    client.force_login(member)

    assert get(client, file.url)[0] == 404


def test_a_hidden_file_answers_as_one_that_never_was(client, file):
    other = SheetFileFactory(practice=PracticeFactory(published=True))
    etag = {"HTTP_IF_NONE_MATCH": "*"}
    nowhere = reverse("practices:file", args=["x" * 32, "note.pdf"])
    addresses = [file.url, reverse("practices:file", args=[other.key, file.name]), file.picture_url, nowhere]

    for options in (
        {},
        etag,
        {"HTTP_RANGE": "bytes=0-3"},
        {"HTTP_IF_MODIFIED_SINCE": "Thu, 26 Nov 2026 00:00:00 GMT"},
    ):
        for method in (client.get, client.head, client.post, client.options):
            answers = [what(method(address, **options)) for address in addresses]
            assert answers == [answers[0]] * len(answers)
            assert answers[0][0] in (404, 405)


def test_a_file_is_served_so_that_it_can_do_nothing(client, file, practice, member):
    attach(practice, user=member, uploads=[made.upload("chiffres.csv", b"a;b\n1;2\n")])
    check_received()
    practice.refresh_from_db()
    publish(practice, member)
    table = SheetFile.objects.get(extension="csv")

    answers = [get(client, one.url) for one in (file, table)]

    kept = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [[answer[1][name] for name in kept] for answer in answers] == [
        ["application/pdf", 'inline; filename="note.pdf"', "nosniff", "default-src 'none'"],
        ["text/csv; charset=utf-8", 'attachment; filename="chiffres.csv"', "nosniff", "default-src 'none'"],
    ]
    assert answers[0][2].startswith(b"%PDF-")


def test_a_file_whose_bytes_are_gone_is_not_found(client, file, member):
    file.content.storage.delete(file.content.name)
    client.force_login(member)

    assert get(client, file.url)[0] == 404


def test_page_of_another_collectivity_is_not_found(client, practice):
    client.force_login(MembershipFactory(confirmed=True).user)

    assert client.get(reverse("practices:files", args=[practice.pk])).status_code == 404
    assert send(client, practice, files=[made.upload("note.pdf", made.PDF)]).status_code == 404
    assert SheetFile.objects.count() == 0


def test_page_of_nobody_asks_to_sign_in(client, practice):
    assert client.get(reverse("practices:files", args=[practice.pk])).status_code == 302


def test_page_adds_several_files_and_keeps_what_is_typed(town, file, practice):
    typed = {f"file-{file.pk}-title": "Convention", f"file-{file.pk}-kind": "convention"}
    uploads = [made.upload("a.exe", b"MZ"), made.upload("plan.png", made.image())]

    response = send(town, practice, files=uploads, **typed)

    assert response.status_code == 400
    assert "Ce type de fichier ne s’ouvre pas partout" in response.text
    practice.refresh_from_db()
    rows = practice.get_latest_revision_as_object().attachments.all()
    assert [str(row) for row in rows] == ["Convention", "plan.png"]


@pytest.fixture
def fields(town, practice, file):
    """What a browser posts of the page of the files as it is now."""

    def read():
        response = town.get(reverse("practices:files", args=[practice.pk]))
        bound = [field for row in response.context["rows"] for field in row.form]
        now = {field.html_name: field.value() for field in bound}
        for field in bound:
            assert f'type="hidden" name="{field.html_initial_name}"' in response.text
        return now | {field.html_initial_name: field.value() for field in bound}

    return read


def texts(practice):
    practice.refresh_from_db()
    rows = practice.get_latest_revision_as_object().attachments.all()
    return [(row.file.name, row.title, row.kind) for row in rows]


def test_stale_page_that_adds_a_file_writes_over_nothing(town, practice, file, fields):
    stale = fields()
    send(
        town,
        practice,
        **fields() | {f"file-{file.pk}-title": "Convention", f"file-{file.pk}-kind": "convention"},
    )

    response = send(town, practice, files=[made.upload("suite.pdf", made.PDF)], **stale)

    assert response.status_code == 302
    assert texts(practice) == [("note.pdf", "Convention", "convention"), ("suite.pdf", "", "reutilisable")]


def test_stale_page_that_writes_elsewhere_in_the_same_row_keeps_both(town, practice, file, fields):
    stale = fields()
    send(town, practice, **fields() | {f"file-{file.pk}-title": "Convention"})

    send(town, practice, **stale | {f"file-{file.pk}-kind": "convention"})

    assert texts(practice) == [("note.pdf", "Convention", "convention")]


def test_stale_page_that_writes_in_the_same_field_shows_both_and_then_saves(town, practice, file, fields):
    stale = fields() | {f"file-{file.pk}-title": "Contrat"}
    send(town, practice, **fields() | {f"file-{file.pk}-title": "Convention"})

    told = send(town, practice, **stale)
    kept = texts(practice)
    title = told.context["rows"][0].form["title"]
    confirmed = send(
        town, practice, **stale | {title.html_initial_name: title.form.data[title.html_initial_name]}
    )

    assert told.status_code == 409
    assert "il contient maintenant «\u00a0Convention\u00a0»" in told.text.replace("&nbsp;", "\u00a0")
    assert (title.value(), kept) == ("Contrat", [("note.pdf", "Convention", "reutilisable")])
    assert (confirmed.status_code, texts(practice)) == (302, [("note.pdf", "Contrat", "reutilisable")])


def test_space_after_the_last_word_is_no_change_of_somebody_else(town, practice, file, fields):
    title = f"file-{file.pk}-title"
    send(town, practice, **fields() | {title: "Convention "})

    answer = send(town, practice, **fields() | {f"initial-{title}": "Convention ", title: "Convention de"})

    assert (answer.status_code, texts(practice)) == (302, [("note.pdf", "Convention de", "reutilisable")])


def test_script_that_goes_on_by_itself_confirms_nothing(town, practice, file, fields):
    posted = fields() | {f"file-{file.pk}-title": "Contrat"}
    send(town, practice, **fields() | {f"file-{file.pk}-title": "Convention"})
    address = reverse("practices:files", args=[practice.pk])

    for name in ("a.pdf", "b.pdf"):
        posted["files"] = [made.upload(name, made.PDF)]
        response = town.post(address, posted, HTTP_HX_REQUEST="true")
        form = response.context["rows"][0].form
        posted = {name: form.data[name] for name in posted if name in form.data}

    assert response.status_code == 409
    assert [row[:2] for row in texts(practice)] == [("note.pdf", "Convention"), ("a.pdf", ""), ("b.pdf", "")]


def test_stale_page_whose_new_file_is_refused_shows_what_others_wrote(town, practice, file, fields):
    stale = fields()
    send(town, practice, **fields() | {f"file-{file.pk}-title": "Convention"})

    refused = send(town, practice, files=[made.upload("a.exe", b"MZ")], **stale)
    form = refused.context["rows"][0].form
    send(town, practice, **{name: form.data[name] for name in stale})

    assert form["title"].value() == "Convention"
    assert texts(practice) == [("note.pdf", "Convention", "reutilisable")]


def test_page_whose_new_file_is_refused_starts_again_from_what_it_saved(town, practice, file, fields):
    refused = send(
        town,
        practice,
        files=[made.upload("a.exe", b"MZ")],
        **fields() | {f"file-{file.pk}-title": "Convention"},
    )
    form = refused.context["rows"][0].form
    again = {name: form.data[name] for name in fields()} | {f"file-{file.pk}-title": "Contrat"}

    response = send(town, practice, **again)

    assert (response.status_code, texts(practice)) == (302, [("note.pdf", "Contrat", "reutilisable")])


def test_page_answers_the_script_with_its_part(town, practice):
    address = reverse("practices:files", args=[practice.pk])

    response = town.post(address, {"files": [made.upload("note.pdf", made.PDF)]}, HTTP_HX_REQUEST="true")

    assert response.status_code == 200
    assert "<html" not in response.text and "note.pdf" in response.text


def test_page_removes_a_file(town, file, practice):
    response = send(town, practice, remove=file.key)

    assert response.status_code == 302
    practice.refresh_from_db()
    assert list(practice.get_latest_revision_as_object().attachments.all()) == []


def test_page_removes_nothing_of_another_sheet(town, practice, file):
    other = SheetFileFactory()

    send(town, practice, remove=other.key, choose=other.key)

    practice.refresh_from_db()
    assert len(practice.get_latest_revision_as_object().attachments.all()) == 1
    assert SheetFile.objects.filter(pk=other.pk).exists()


def test_page_asks_what_the_picture_shows(town, practice, member):
    attach(practice, user=member, uploads=[made.upload("plan.png", made.image())])
    key = SheetFile.objects.get().key

    response = send(town, practice, choose=key)

    assert response.status_code == 400
    assert "Dites d’abord ce que montre l’image" in response.text
    assert "<title>Erreur\u00a0: Étape" in response.text.replace("&nbsp;", "\u00a0")
    assert "<title>Étape" in town.get(response.request["PATH_INFO"]).text


def test_page_keeps_all_but_the_answer_that_is_wrong(town, practice, member):
    attach(practice, user=member, uploads=[made.upload("plan.png", made.image())])
    picture = SheetFile.objects.get()
    describe(practice, user=member, texts={picture.key: {"title": "Le plan", "credit": ""}})
    choose_picture(practice, user=member, key=picture.key)
    emptied = {f"file-{picture.pk}-title": "", f"file-{picture.pk}-credit": "Ville"}

    response = send(town, practice, files=[made.upload("note.pdf", made.PDF)], **emptied)

    assert response.status_code == 400
    assert "Dites ce que montre l’image" in response.text
    practice.refresh_from_db()
    draft = practice.get_latest_revision_as_object()
    assert (draft.image_alt, [str(row) for row in draft.attachments.all()]) == ("Le plan", ["note.pdf"])


def test_page_rests_while_the_sheet_is_in_review(town, file, practice, member):
    submit(practice, user=member)

    page = town.get(reverse("practices:files", args=[practice.pk]))
    response = send(town, practice, files=[made.upload("autre.pdf", made.PDF)])

    assert 'type="file"' not in page.text
    assert (response.status_code, SheetFile.objects.count()) == (409, 1)


def test_public_sheet_shows_its_picture_and_its_files(client, practice, member):
    attach(
        practice,
        user=member,
        uploads=[made.upload("plan.png", made.image(size=(2000, 1000))), made.upload("note.pdf", made.PDF)],
    )
    picture, note = SheetFile.objects.order_by("pk")
    texts = {
        picture.key: {"title": "La mairie de Luzy", "credit": "Ville de Luzy"},
        note.key: {"title": "Convention", "language": "fr"},
    }
    describe(practice, user=member, texts=texts)
    choose_picture(practice, user=member, key=picture.key)
    check_received()
    practice.refresh_from_db()
    publish(practice, member)

    page = client.get(practice.url).text

    assert f'<img src="{picture.picture_url}" width="1200" height="600" alt="La mairie de Luzy">' in page
    assert "Ville de Luzy</figcaption>" in page
    assert f'href="{note.url}"' in page
    assert "PDF, 1\u00a0Ko, en français" in page.replace("&nbsp;", "\u00a0")
    assert get(client, picture.picture_url)[1]["Content-Type"] == "image/png"


def test_an_unchecked_file_is_not_listed(client, practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    practice.refresh_from_db()
    publish(practice, member)

    assert "note.pdf" not in client.get(practice.url).text


def test_admin_shows_the_files_of_a_sheet(client, file, practice):
    client.force_login(UserFactory(superuser=True))

    page = client.get(reverse("wagtailadmin_pages:edit", args=[practice.pk]))

    assert file.url in page.text


def test_page_is_a_step_with_its_number_and_leads_to_the_next(town, practice):
    html = town.get(reverse("practices:files", args=[practice.pk])).content.decode()
    kept = send(town, practice)
    went_on = send(town, practice, go_on="1")

    assert "<h1>Étape&nbsp;10 sur&nbsp;11&nbsp;: Image et fichiers</h1>" in html
    assert 'aria-current="step"' in html
    assert kept.url == reverse("practices:files", args=[practice.pk])
    assert went_on.url == reverse("practices:submit", args=[practice.pk])


def test_page_of_a_sheet_in_review_is_no_step(town, practice, member):
    submit(practice, user=member)

    html = town.get(reverse("practices:files", args=[practice.pk])).content.decode()

    assert "<h1>Image et fichiers</h1>" in html
    assert "Enregistrer et continuer" not in html


def test_rest_is_said_to_be_kept_only_when_there_is_some(town, practice):
    bad, good = (lambda: made.upload("photo.heic", b"x")), (lambda: made.upload("note.pdf", made.PDF))

    alone = send(town, practice, files=[bad()])
    beside = send(town, practice, files=[bad(), good()])

    assert [response.status_code for response in (alone, beside)] == [400, 400]
    assert ["Le reste est enregistré." in response.text for response in (alone, beside)] == [False, True]
