import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query_text import LONGEST_TEXT, MOST_TERMS, Phrase, TextQuery, parse


def word(text):
    return Phrase((text,), (0,))


def wanted(*phrases, minimum=None):
    return TextQuery(tuple(phrases), (), len(phrases) if minimum is None else minimum)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cantine", wanted(word("cantine"))),
        ("  Cantine  Bio ", wanted(word("Cantine"), word("Bio"))),
        ("la cantine de l’école", wanted(word("cantine"), word("école"))),
        ("vélo vélo vélo", wanted(word("vélo"))),
        ("agent·e·s", wanted(word("agent"))),
        ("plan A", wanted(word("plan"))),
        ("A4", wanted(word("A4"))),
        ("x", wanted(word("x"))),
        ("3,5 %", wanted(word("3"), word("5"))),
        ("data.gouv.fr", wanted(word("data"), word("gouv"), word("fr"), minimum=2)),
        ("e\u0301cole", wanted(word("école"))),
        ("contact:martin", wanted(word("contact"), word("martin"))),
        ("pop:>10", wanted(word("pop"), word("10"))),
        ('"espace numérique"', wanted(Phrase(("espace", "numérique"), (0, 1)))),
        ('"maison des associations"', wanted(Phrase(("maison", "associations"), (0, 2)))),
        ('"de la maison"', wanted(word("maison"))),
        ('"espace numérique" vélo', wanted(Phrase(("espace", "numérique"), (0, 1)), word("vélo"))),
        ('"espace numérique', wanted(Phrase(("espace", "numérique"), (0, 1)))),
        ('"espace"numérique', wanted(word("espace"), word("numérique"))),
        ("«\u00a0espace numérique\u00a0»", wanted(Phrase(("espace", "numérique"), (0, 1)))),
        ("vélo -cantine", TextQuery((word("vélo"),), (word("cantine"),), 1)),
        ("-cantine", TextQuery((), (word("cantine"),), 0)),
        (
            '-"cantine bio" vélo',
            TextQuery((word("vélo"),), (Phrase(("cantine", "bio"), (0, 1)),), 1),
        ),
        ("-porte-monnaie vélo", TextQuery((word("vélo"),), (Phrase(("porte", "monnaie"), (0, 1)),), 1)),
        ("porte-monnaie", wanted(word("porte"), word("monnaie"))),
        ("vélo - cantine", wanted(word("vélo"), word("cantine"))),
        ("--cantine", TextQuery((), (word("cantine"),), 0)),
    ],
)
def test_text_becomes_a_tree(typed, expected):
    assert parse(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "  ", "la", "le la les", "-", '""', '"', "-le", "*", "%&§", "👏", "\x00", "\ufe0f"]
)
def test_text_without_a_word_is_no_query(typed):
    assert parse(typed) is None


@pytest.mark.parametrize(("count", "minimum"), [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4)])
def test_minimum_is_both_of_two_and_half_of_more(count, minimum):
    assert parse(" ".join(f"mot{number}" for number in range(count))).minimum == minimum


def test_loosened_asks_for_any_word():
    tree = parse("vélo cantine école -piscine")

    assert tree.can_loosen
    assert tree.loosened() == TextQuery(tree.phrases, tree.excluded, 1)
    assert not tree.loosened().can_loosen


@pytest.mark.parametrize("typed", ["vélo", "-vélo", '"espace numérique"'])
def test_one_phrase_or_none_cannot_be_loosened(typed):
    assert not parse(typed).can_loosen


def test_very_long_text_is_cut():
    tree = parse(" ".join(f"m{number}" for number in range(10_000)))

    assert len(tree.phrases) == MOST_TERMS
    assert len(parse("a" * 10_000).phrases[0].words[0]) == LONGEST_TEXT


typed_texts = st.text() | st.text(alphabet="\"-«»“” aléàl'’·.:*()[]{}^~\\/_0\u0301\u00a0\ufe0f", max_size=80)


@given(typed_texts)
@settings(max_examples=500)
def test_any_text_is_parsed(text):
    tree = parse(text)

    if tree is None:
        return
    phrases = tree.phrases + tree.excluded
    assert phrases
    assert all(len(phrase.words) == len(phrase.places) >= 1 for phrase in phrases)
    assert all(phrase.places[0] == 0 for phrase in phrases)
    assert all(list(phrase.places) == sorted(set(phrase.places)) for phrase in phrases)
    assert 0 <= tree.minimum <= len(tree.phrases) <= MOST_TERMS
    assert (tree.minimum == 0) == (not tree.phrases)
