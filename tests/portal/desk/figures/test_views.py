"""The page of figures and its files."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from practices.models.review import Verdict
from tests.factories.practices import PracticeFactory, ThemeFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/chiffres/"
QUERIES = 32


def body(response):
    return b"".join(response.streaming_content)


def test_page_says_what_it_counts(desk, reviewed):
    today = f"{timezone.localdate()}"
    reviewed(today, (today, Verdict.REFUSED))
    reviewed(today)

    html = desk.get(PAGE).content.decode()

    assert "1\u00a0fiche sans aucune réponse aujourd’hui" in html
    for title in ("Délai de la première réponse", "Délai de la décision", "Ce qui a été décidé"):
        assert title in html
    assert html.count('role="img"') == html.count("<title id=") == html.count("<desc id=")


def test_names_of_people_and_texts_stay_out(desk, reviewed, moderator):
    today = f"{timezone.localdate()}"
    moderator.first_name, moderator.last_name = "Dominique", "Personne"
    moderator.save()
    reviewed(today, (today, Verdict.REFUSED))

    main = desk.get(PAGE).content.decode().partition('class="nice-padding figures"')[2]

    assert "Personne" not in main
    assert "Voir plus bas." not in main


def test_unknown_period_is_dropped_and_said(desk):
    html = desk.get(PAGE, {"periode": "<x>"}).content.decode()

    assert "«\u00a0&lt;x&gt;\u00a0» est laissé de côté" in html.replace("&nbsp;", "\u00a0")
    assert '<option value="12" selected>' in html


def test_csv_is_the_table_with_no_formula(desk):
    theme = ThemeFactory(name="=1+1")
    PracticeFactory(published=True, themes=[theme])

    response = desk.get(reverse("figure_csv", args=["themes"]))

    assert response["Content-Disposition"].startswith('attachment; filename="themes-')
    rows = list(csv.reader(io.StringIO(body(response).decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Thème", "Fiches", "Couverture"], ["'=1+1", "1", "peu de fiches"]]


def test_workbook_is_the_table_with_no_formula(desk):
    theme = ThemeFactory(name="=1+1")
    PracticeFactory(published=True, themes=[theme])

    response = desk.get(reverse("figure_xlsx", args=["themes"]))

    (sheet,) = openpyxl.load_workbook(io.BytesIO(body(response))).worksheets
    names, row = sheet.iter_rows()
    assert [cell.value for cell in names] == ["Thème", "Fiches", "Couverture"]
    assert [(cell.value, cell.data_type) for cell in row] == [("=1+1", "s"), (1, "n"), ("peu de fiches", "s")]


def test_every_figure_has_its_files(desk, reviewed):
    reviewed(f"{timezone.localdate()}")

    for section in desk.get(PAGE).context["page"].sections.values():
        for figure in section:
            for name in ("figure_csv", "figure_xlsx"):
                assert body(desk.get(reverse(name, args=[figure.name]), {"periode": "24"}))
    assert desk.get(reverse("figure_csv", args=["rien"])).status_code == 404


@pytest.mark.parametrize("number", [1, 9])
def test_page_takes_a_constant_number_of_queries(desk, reviewed, number, django_assert_max_num_queries):
    today = f"{timezone.localdate()}"
    for _ in range(number):
        reviewed(today, (today, Verdict.CHANGES))
    desk.get(PAGE)

    with django_assert_max_num_queries(QUERIES):
        desk.get(PAGE)
