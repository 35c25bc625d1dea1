import re

import pytest
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


@pytest.mark.parametrize("name", ["500.html", "400.html", "403_csrf.html"])
def test_bare_error_page_needs_nothing(name):
    page = render_to_string(name)

    assert re.search(r"<html lang=\"fr\">.*<h1>[^<]+</h1>.*href=\"/\"", page, re.DOTALL)
