"""Wagtail's own doors, for editors."""

import pytest
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.factories.accounts import UserFactory

from . import made

pytestmark = pytest.mark.django_db
DOCUMENTS = ["wagtaildocs:add", "wagtaildocs:add_multiple"]
IMAGES = ["wagtailimages:add", "wagtailimages:add_multiple"]
WRONG = {
    "exe-renamed": ("a.pdf", lambda: b"MZ" + bytes(100)),
    "html": ("a.html", lambda: b"<html>"),
    "macro": ("a.docx", lambda: made.docx(word__vbaProject=b"") + b"x"),
}
BOMBS = {
    "11000-px": ("a.png", lambda: made.wide_png(11_000, 11_000)),
    "animated": ("a.webp", lambda: made.animated("WEBP", 3)),
    "gif": ("a.gif", lambda: made.image("GIF")),
}


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(superuser=True))
    return client


def post(client, door, upload):
    if door.endswith("multiple"):
        return client.post(reverse(door), {"files[]": upload, "title": "a"})
    return client.post(reverse(door), {"file": upload, "title": "a"})


@pytest.mark.parametrize("door", DOCUMENTS)
@pytest.mark.parametrize("case", WRONG)
def test_documents_refuse_what_is_not_a_document(editor, door, case):
    name, make = WRONG[case]

    post(editor, door, made.upload(name, make()))

    assert get_document_model().objects.count() == 0


@pytest.mark.parametrize("door", DOCUMENTS)
def test_documents_refuse_what_is_too_large(editor, door, settings):
    post(editor, door, made.upload("a.csv", b"a;b\n" * (5 * 1024 * 1024 + 1)))

    assert get_document_model().objects.count() == 0


@pytest.mark.parametrize("door", DOCUMENTS)
def test_documents_take_a_document(editor, door):
    post(editor, door, made.upload("a.pdf", made.PDF))

    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize("door", IMAGES)
@pytest.mark.parametrize("case", BOMBS)
def test_images_refuse_bombs(editor, door, case):
    name, make = BOMBS[case]

    post(editor, door, made.upload(name, make()))

    assert get_image_model().objects.count() == 0


@pytest.mark.parametrize("door", IMAGES)
def test_images_take_an_image(editor, door):
    post(editor, door, made.upload("a.png", made.image()))

    assert get_image_model().objects.count() == 1
