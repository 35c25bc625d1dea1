import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.asserts import assertContains


def test_missing_page_offers_the_search(client, home):
    response = client.get("/n-existe-pas/")

    assertContains(response, "Cette page n’existe pas", status_code=404)
    assertContains(response, 'name="q"', status_code=404)


def test_stale_form_is_explained(home):
    response = Client(enforce_csrf_checks=True).post(
        "/compte/connexion/", {"login": "a@b.fr", "password": "x"}
    )

    assertContains(response, "restée ouverte trop longtemps", status_code=403)


@pytest.mark.parametrize("name", ["500.html", "400.html", "403_csrf.html", "413.html"])
def test_bare_error_page_needs_nothing(name):
    page = render_to_string(name)

    assert re.search(r"<html lang=\"fr\">.*<h1>[^<]+</h1>.*href=\"/\"", page, re.DOTALL)


TOO_LARGE = {
    "files": {"files": [SimpleUploadedFile(f"a{number}.csv", b"a") for number in range(101)]},
    "text": {"need": "x" * 3_000_000},
    "fields": {f"a{number}": "" for number in range(10_001)},
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_form_that_is_too_large_says_what_to_do(db, name):
    response = Client(enforce_csrf_checks=True).post("/mon-espace/fiches/nouvelle/", TOO_LARGE[name])

    assertContains(response, "ce que vous avez écrit y est encore", status_code=413)


def test_form_that_is_too_large_is_told_to_the_page_that_saves_itself(db):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["csrftoken"] = "a" * 32

    response = strict.post(
        "/mon-espace/fiches/nouvelle/", TOO_LARGE["text"], headers={"Accept": "application/json"}
    )

    assert (response.status_code, list(response.json())) == (413, ["refusal"])


def test_request_that_is_not_understood_says_so(db):
    response = Client().post("/mon-espace/fiches/nouvelle/", b"x", content_type="multipart/form-data")

    assertContains(response, "Le site n’a pas compris cette demande", status_code=400)
