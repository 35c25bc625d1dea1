import datetime

import pytest

from practices.forms.writing import QuickForm
from tests.factories.accounts import UserFactory
from tests.factories.practices import ThemeFactory

pytestmark = pytest.mark.django_db


def form(**posted):
    return QuickForm(posted, user=UserFactory())


def cleaned(name, **posted):
    one = form(**posted)
    one.full_clean()
    return one.errors.get(name) or one.cleaned_data[name]


@pytest.mark.parametrize(
    "written", ["30/06/2026", "30-06-2026", "30.06.2026", "30 06 2026", "30/06/26", "2026-06-30"]
)
def test_date_is_read_in_the_usual_ways(written):
    assert cleaned("state_date", state_date=written) == datetime.date(2026, 6, 30)


@pytest.mark.parametrize("written", ["hier", "31/02/2026", "06/30/2026", "30/06", "\x00", "9" * 500])
def test_date_that_is_none_says_how_to_write_it(written):
    assert "par exemple 30/06/2026" in cleaned("state_date", state_date=written)[0]


def test_date_to_come_is_refused():
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)

    assert "n’est pas encore passé" in cleaned("state_date", state_date=f"{tomorrow:%d/%m/%Y}")[0]


def test_themes_are_kept_once_each():
    first, second = ThemeFactory(), ThemeFactory()

    chosen = cleaned("themes", themes_0=str(second.pk), themes_1=str(first.pk), themes_2=str(second.pk))

    assert chosen == [second, first]


@pytest.mark.parametrize("key", ["0", "abc", "-1", "1 OR 1=1", "\x00"])
def test_theme_that_is_unknown_is_refused(key):
    assert cleaned("themes", themes_0=key) == ["Ce thème n’existe plus. Choisissez-en un dans la liste."]


def test_menu_of_themes_shows_the_two_levels():
    root = ThemeFactory(name="Cybersécurité")
    child = ThemeFactory(name="Sauvegarde", parent=root)

    html = str(form()["themes"])

    assert html.count('<optgroup label="Cybersécurité">') == 3
    assert f'<option value="{root.pk}">Cybersécurité (en général)</option>' in html
    assert f'<option value="{child.pk}">Sauvegarde</option>' in html


@pytest.mark.parametrize(
    ("name", "value"), [("mutualisation", "autre"), ("state", "finie"), ("key", "pas-une-cle")]
)
def test_value_out_of_the_list_is_refused(name, value):
    assert cleaned(name, **{name: value})


def test_text_is_put_on_one_line_where_one_is_meant():
    assert cleaned("title", title="  Partager \r\n un   poste ") == "Partager un poste"
    assert cleaned("summary", summary="Une\r\nphrase.") == "Une phrase."


@pytest.mark.parametrize(("name", "length"), [("title", 151), ("summary", 301), ("need", 20_001)])
def test_text_that_is_too_long_is_refused(name, length):
    one = form(**{name: "x" * length})

    assert name in one.errors


def test_rich_text_is_harmless():
    html = cleaned("need", need='<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror="y">')

    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html
