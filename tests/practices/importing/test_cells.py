"""One cell at a time: no database."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from practices.choices import Audience, CostBand, Mutualisation, State
from practices.importing import cells, dates, parts
from practices.importing.errors import CellError


@pytest.fixture
def reading():
    """Stands for what a row carries; `remarks` are kept."""
    remarks = []
    return SimpleNamespace(lenient=False, remarks=remarks, remark=remarks.append)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  a\u00a0b\t", "a\u00a0b"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00b\ufeff\u200bc\x07", "abc"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_tidy_text(typed, expected):
    assert cells.tidy(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("31/12/2024", (2024, 12, 31)),
        ("31-12-2024", (2024, 12, 31)),
        ("1.2.2024", (2024, 2, 1)),
        ("31/12/24", (2024, 12, 31)),
        ("2024-12-31", (2024, 12, 31)),
        ("2024/12/31", (2024, 12, 31)),
        ("2024-12-31T08:30:00", (2024, 12, 31)),
        ("31/12/2024 08:30", (2024, 12, 31)),
        ("31 décembre 2024", (2024, 12, 31)),
        ("1er AOÛT 2024", (2024, 8, 1)),
        ("45657", (2024, 12, 31)),
        ("45657,5", (2024, 12, 31)),
        ("29/02/2024", (2024, 2, 29)),
    ],
)
def test_whole_dates(reading, typed, expected):
    assert dates.date(typed, reading) == datetime.date(*expected)
    assert reading.remarks == []


@pytest.mark.parametrize(
    ("typed", "expected", "words"),
    [
        ("2024", (2024, 1, 1), "1er\u00a0janvier 2024"),
        ("2024-12", (2024, 12, 1), "1er\u00a0décembre 2024"),
        ("12/2024", (2024, 12, 1), "1er\u00a0décembre 2024"),
        ("février 2024", (2024, 2, 1), "1er\u00a0février 2024"),
    ],
)
def test_date_without_its_day_says_what_it_became(reading, typed, expected, words):
    assert dates.date(typed, reading) == datetime.date(*expected)
    assert reading.remarks == [f"«\u00a0{typed}\u00a0» est compris comme le {words}."]


@pytest.mark.parametrize(
    "typed",
    ["12/31/2024", "29/02/2023", "2024-13", "0024-01-01", "hier", "31/12", "99999", "3 brumaire 2024", "1e9"],
)
def test_what_is_no_date_is_refused(reading, typed):
    with pytest.raises(CellError):
        dates.date(typed, reading)


@pytest.mark.parametrize("typed", ["oui", "OUI", " Vrai", "1", "x", "X", "o"])
def test_yes(reading, typed):
    assert cells.boolean(typed, reading) is True


@pytest.mark.parametrize("typed", ["non", "Faux", "0", "N"])
def test_no(reading, typed):
    assert cells.boolean(typed, reading) is False


def test_neither_yes_nor_no_is_refused(reading):
    with pytest.raises(CellError, match="ni oui ni non"):
        cells.boolean("peut-être", reading)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", 12),
        ("12 400", 12_400),
        ("12\u202f400\u00a0€", 12_400),
        ("12\u00a0400,00 euros", 12_400),
        ("€ 300", 300),
        ("300 € TTC", 300),
        ("8 communes", 8),
        ("6.0", 6),
        ("0", 0),
        (7, 7),
    ],
)
def test_whole_numbers(reading, typed, expected):
    assert cells.integer()(typed, reading) == expected


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("12,5", "n’est pas un nombre entier"),
        ("-3", "négatif"),
        ("1.200", "ambigu"),
        ("1,2E+06", "arrondi"),
        ("douze", "n’est pas un nombre"),
        ("15 k€", "n’est pas un nombre"),
        ("99999999999", "trop grand"),
    ],
)
def test_what_is_no_whole_number_is_refused(reading, typed, reason):
    with pytest.raises(CellError, match=reason):
        cells.integer()(typed, reading)


@pytest.mark.parametrize(
    ("vocabulary", "typed", "expected"),
    [
        (State, "en-service", "en-service"),
        (State, "En service", "en-service"),
        (State, "GÉNÉRALISEE", "generalisee"),
        (Mutualisation, "Prêt d'agents", "pret-d-agents"),
        (Mutualisation, "ville–intercommunalité", "ville-intercommunalite"),
        (CostBand, "De 1 000 à 5 000 €", "moins-5000"),
    ],
)
def test_choice_by_value_or_label(reading, vocabulary, typed, expected):
    assert cells.choice(vocabulary)(typed, reading) == expected


def test_unknown_choice_suggests_the_nearest_and_lists_all(reading):
    with pytest.raises(CellError) as refused:
        cells.choice(State)("en servise", reading)

    assert str(refused.value) == (
        "«\u00a0en servise\u00a0» n’est pas une valeur connue. "
        "Vouliez-vous dire «\u00a0En service\u00a0»\u202f? "
        "Valeurs admises\u00a0: idee, experimentation, en-service, generalisee, arretee."
    )


@pytest.mark.parametrize(
    "typed", ["Élus; habitants", "elus,habitants", "habitants\nÉlus", ["elus", "habitants"]]
)
def test_several_choices_come_in_their_order(reading, typed):
    assert cells.choices(Audience)(typed, reading) == ["habitants", "elus"]


def test_long_line_is_refused_or_cut(reading):
    text = "Une phrase. " * 40

    with pytest.raises(CellError, match="479 signes, 300 au plus."):
        cells.shortened(300)(text, reading)
    reading.lenient = True
    cut = cells.shortened(300)(text, reading)
    assert (cut, reading.remarks) == ("Une phrase. " * 24 + "Une phrase…", ["479 signes\u00a0: coupé à 300."])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un deux trois quatre", "Un deux…"),
        ("Un. Deux trois quat", "Un. Deux…"),
        ("Un deux. Trois quatre", "Un deux…"),
        ("Anticonstitutionnellement", "Anticonst…"),
    ],
)
def test_cut_ends_on_a_sentence_or_a_word(text, expected):
    assert cells.cut(text, 10) == expected


def test_scientific_identifier_is_refused(reading):
    with pytest.raises(CellError, match="des chiffres sont perdus"):
        cells.identifier("2,4971E+08", reading)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("<b>gras</b> & co", "<p>&lt;b&gt;gras&lt;/b&gt; &amp; co</p>"),
        ("un\n\ndeux", "<p>un</p><p>deux</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ('{"a": [1]}', '<p>{"a": [1]}</p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_plain_text_becomes_harmless_html(reading, typed, expected):
    assert cells.sheet_text(typed, reading) == expected


def test_software_of_a_cell_or_a_record(reading):
    cell = "Nextcloud | Nextcloud GmbH | libre; Suite | | non\u00a0; Outil"
    record = [
        {"name": "Nextcloud", "supplier": "Nextcloud GmbH", "open_source": True},
        {"name": "Suite", "open_source": False},
        {"name": "Outil"},
    ]

    expected = [
        {"name": "Nextcloud", "supplier": "Nextcloud GmbH", "is_open_source": True},
        {"name": "Suite", "supplier": "", "is_open_source": False},
        {"name": "Outil", "supplier": "", "is_open_source": None},
    ]
    assert parts.software(cell, reading) == parts.software(record, reading) == expected


def test_steps_with_and_without_a_date(reading):
    assert parts.steps("mars 2023 | Vote | Tous ; sauf un.\nOuverture", reading) == [
        {"date": "mars 2023", "title": "Vote", "text": "Tous ; sauf un."},
        {"date": "", "title": "Ouverture", "text": ""},
    ]


def test_indicators(reading):
    assert parts.indicators("Appels | 1 200 | 85,5 | par mois | 31/10/2024 | Registre", reading) == [
        {
            "name": "Appels",
            "before": Decimal(1200),
            "after": Decimal("85.5"),
            "unit": "par mois",
            "date": datetime.date(2024, 10, 31),
            "source": "Registre",
        }
    ]


@pytest.mark.parametrize(
    ("parser", "typed", "reason"),
    [
        (parts.indicators, "a | beaucoup", "n’est pas un nombre"),
        (parts.indicators, "a | 1,234", "2 chiffres après la virgule"),
        (parts.indicators, "a|b|c|d|e|f|g", "7 parties, 6 au plus"),
        (parts.software, "| fournisseur", "n’a pas de nom"),
        (parts.software, "x" * 121, "au plus 120"),
        (parts.software, "a || peut-être", "ni oui ni non"),
    ],
)
def test_wrong_parts_are_refused(reading, parser, typed, reason):
    with pytest.raises(CellError, match=reason):
        parser(typed, reading)
