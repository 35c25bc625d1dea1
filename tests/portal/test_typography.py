import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from portal import typography

SIGNS = "aéZ0189 \u00a0\u202f'’.,:;!?«»%€hmn°<>&/@-\n"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("L'élu d'Angers", "L’élu d’Angers"),
        ("Le coût : 12 000 €", "Le coût\u00a0: 12\u202f000\u00a0€"),
        ("Pourquoi ? Parce que ; non !", "Pourquoi\u202f? Parce que\u202f; non\u202f!"),
        ("« bonjour » et «bonsoir»", "«\u00a0bonjour\u00a0» et «\u00a0bonsoir\u00a0»"),
        ("à 14 h 32, le 4 novembre 2026", "à 14\u00a0h\u00a032, le 4\u00a0novembre 2026"),
        ("le 1er mars", "le 1er\u00a0mars"),
        ("1 200 000 habitants, 3 communes", "1\u202f200\u202f000\u00a0habitants, 3\u00a0communes"),
        ("03 53 01 00 20 ou 0800 123 456", "03 53 01 00 20 ou 0800 123 456"),
        ("en 2024 100 agents", "en 2024 100\u00a0agents"),
        (
            "voir https://exemple.fr/?q=a'b ou l'o'neil@ville.fr",
            "voir https://exemple.fr/?q=a'b ou l'o'neil@ville.fr",
        ),
        ("de 8:30 à 12:15", "de 8:30 à 12:15"),
        ("M. Le Goff et Mme Diallo...", "M.\u00a0Le Goff et Mme\u00a0Diallo…"),
    ],
)
def test_typo_of_plain_text(typed, expected):
    assert typography.typo(typed) == expected


@given(st.text(alphabet=SIGNS, max_size=60))
def test_typo_twice_changes_nothing_more(text):
    once = typography.typo(text)

    assert typography.typo(once) == once


@given(st.text(alphabet=SIGNS, max_size=60))
def test_typo_html_twice_changes_nothing_more(text):
    once = typography.typo_html(text)

    assert typography.typo_html(once) == once


@given(st.text(max_size=60))
def test_typo_changes_nothing_but_spaces_apostrophes_and_dots(text):
    def bare(value):
        return "".join(value.replace("…", "...").replace("’", "'").split())

    assert bare(typography.typo(text)) == bare(text)


def test_typo_html_leaves_tags_alone():
    html = '<a href="/x?a=1 ; b" title="Quoi ?">Quoi ? C&#x27;est l\'essai&nbsp;: 5 %</a>'

    assert typography.typo_html(html) == (
        '<a href="/x?a=1 ; b" title="Quoi ?">Quoi\u202f? C’est l’essai\u00a0: 5\u00a0%</a>'
    )


def test_typo_filter_escapes_plain_text_and_keeps_safe_html():
    template = Template("{% load typography %}{{ plain|typo }}|{{ html|typo }}|{{ nothing|typo }}")

    shown = template.render(
        Context({"plain": "<b>oui ?</b>", "html": mark_safe("<b>oui ?</b>"), "nothing": None})
    )

    assert shown == "&lt;b&gt;oui\u202f?&lt;/b&gt;|<b>oui\u202f?</b>|"


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        (typography.number, (1284,), "1\u202f284"),
        (typography.number, (Decimal("3.10"),), "3,1"),
        (typography.number, (Decimal("100.00"),), "100"),
        (typography.number, (-12000,), "−12\u202f000"),
        (typography.euros, (58000,), "58\u202f000\u00a0€"),
        (typography.euros, (3.1182,), "3,12\u00a0€"),
        (typography.euros, (Decimal("1500.5"),), "1\u202f500,50\u00a0€"),
        (typography.counted, (0, "fiche"), "0\u00a0fiche"),
        (typography.counted, (2, "fiche"), "2\u00a0fiches"),
        (typography.counted, (1284, "travail", "travaux"), "1\u202f284\u00a0travaux"),
        (typography.quantity, (Decimal("96.00"), "%"), "96\u00a0%"),
        (typography.quantity, (1, "heures ouvrées"), "1\u00a0heure ouvrée"),
        (typography.quantity, (1, "mois"), "1\u00a0mois"),
        (typography.quantity, (12, ""), "12"),
        (typography.date, (datetime.date(2026, 11, 4),), "4\u00a0novembre 2026"),
        (typography.date, (datetime.date(2025, 3, 1),), "1er\u00a0mars 2025"),
        (typography.month, (datetime.date(2026, 8, 4),), "août 2026"),
        (typography.time, (datetime.time(9, 5),), "9\u00a0h\u00a005"),
        (typography.file_size, (300,), "1\u00a0Ko"),
        (typography.file_size, (412_300,), "412\u00a0Ko"),
        (typography.file_size, (1_240_000,), "1,2\u00a0Mo"),
        (typography.to_town, ("Le Mans",), "au Mans"),
        (typography.to_town, ("Les Abymes",), "aux Abymes"),
        (typography.to_town, ("La Baule",), "à La Baule"),
        (typography.of_town, ("Angers",), "d’Angers"),
        (typography.of_town, ("Le Havre",), "du Havre"),
        (typography.of_town, ("Nevers",), "de Nevers"),
    ],
)
def test_number_date_and_name(function, arguments, expected):
    assert function(*arguments) == expected


def test_time_filter_uses_paris_time():
    moment = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)

    shown = Template("{% load typography %}{{ at|french_date }}, {{ at|french_time }}").render(
        Context({"at": moment})
    )

    assert shown == "2\u00a0juillet 2026, 0\u00a0h\u00a030"


def test_counted_filter_takes_a_plural():
    template = Template(
        '{% load typography %}{{ n|counted:"fiche" }}, {{ n|counted:"travail,travaux" }}{{ no|counted:"x" }}'
    )

    assert template.render(Context({"n": 2, "no": None})) == "2\u00a0fiches, 2\u00a0travaux"
