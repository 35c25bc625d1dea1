import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query_text import (
    LONGEST_TEXT,
    MOST_ALTERNATIVES,
    MOST_TERMS,
    SYNONYM,
    Alternative,
    Phrase,
    Term,
    TextQuery,
    parse,
)


def word(text):
    return Phrase((text,), (0,))


def term(*ways):
    """A term whose first way weighs 1; the others are (text, weight)."""
    first, *others = ways
    return Term((Alternative(first), *(Alternative(word(text), weight) for text, weight in others)))


def wanted(*phrases, without=(), minimum=None):
    terms = tuple(map(term, phrases))
    return TextQuery(terms, tuple(without), len(phrases) if minimum is None else minimum)


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
        ("vélo -cantine", wanted(word("vélo"), without=[word("cantine")])),
        ("-cantine", wanted(without=[word("cantine")])),
        (
            '-"cantine bio" vélo',
            wanted(word("vélo"), without=[Phrase(("cantine", "bio"), (0, 1))]),
        ),
        ("-porte-monnaie vélo", wanted(word("vélo"), without=[Phrase(("porte", "monnaie"), (0, 1))])),
        ("porte-monnaie", wanted(word("porte"), word("monnaie"))),
        ("vélo - cantine", wanted(word("vélo"), word("cantine"))),
        ("--cantine", wanted(without=[word("cantine")])),
    ],
)
def test_text_becomes_a_tree(typed, expected):
    assert parse(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "  ", "la", "le la les", "-", '""', '"', "-le", "*", "%&§", "👏", "\x00", "\ufe0f"]
)
def test_text_without_a_word_is_no_query(typed):
    assert parse(typed) is None


@pytest.mark.parametrize(("count", "minimum"), [(1, 1), (2, 2), (3, 2), (4, 3), (7, 6)])
def test_minimum_is_both_of_two_and_all_but_one_of_more(count, minimum):
    assert parse(" ".join(f"mot{number}" for number in range(count))).minimum == minimum


def test_loosened_asks_for_any_word():
    tree = parse("vélo cantine école -piscine")

    assert tree.can_loosen
    assert tree.loosened() == TextQuery(tree.terms, tree.excluded, 1)
    assert not tree.loosened().can_loosen


@pytest.mark.parametrize("typed", ["vélo", "-vélo", '"espace numérique"'])
def test_one_phrase_or_none_cannot_be_loosened(typed):
    assert not parse(typed).can_loosen


def test_very_long_text_is_cut():
    tree = parse(" ".join(f"m{number}" for number in range(10_000)))

    assert len(tree.terms) == MOST_TERMS
    assert len(parse("a" * 10_000).terms[0].word) == LONGEST_TEXT


typed_texts = st.text() | st.text(alphabet="\"-«»“” aléàl'’·.:*()[]{}^~\\/_0\u0301\u00a0\ufe0f", max_size=80)


@given(typed_texts)
@settings(max_examples=500)
def test_any_text_is_parsed(text):
    tree = parse(text)

    if tree is None:
        return
    phrases = [term.typed for term in tree.terms] + list(tree.excluded)
    assert phrases
    assert all(len(phrase.words) == len(phrase.places) >= 1 for phrase in phrases)
    assert all(phrase.places[0] == 0 for phrase in phrases)
    assert all(list(phrase.places) == sorted(set(phrase.places)) for phrase in phrases)
    assert 0 <= tree.minimum <= len(tree.terms) <= MOST_TERMS
    assert (tree.minimum == 0) == (not tree.terms)


# Other ways to say it


class Thesaurus:
    """Finds one expression at one place."""

    def __init__(self, found):
        self.found = found

    def expansions(self, typed):
        yield from self.found.get(tuple(typed), ())


def test_synonyms_are_other_ways_that_weigh_less():
    thesaurus = Thesaurus({("SIG", "mairie"): [(0, 1, (("carte",), ("système", "information")))]})

    tree = parse("SIG mairie").expanded(thesaurus)

    ways = (
        Alternative(word("SIG")),
        Alternative(word("carte"), SYNONYM),
        Alternative(Phrase(("système", "information"), (0, 1)), SYNONYM),
    )
    assert tree.terms == (Term(ways), term(word("mairie")))
    assert tree.minimum == 2


def test_expression_of_several_words_gives_its_synonyms_to_each():
    """A sheet that says « illectronisme » holds both words."""
    thesaurus = Thesaurus({("fracture", "numérique"): [(0, 2, (("illectronisme",),))]})

    tree = parse("fracture numérique").expanded(thesaurus)

    assert tree.terms == (
        term(word("fracture"), ("illectronisme", SYNONYM)),
        term(word("numérique"), ("illectronisme", SYNONYM)),
    )


def test_what_is_in_quotes_has_no_synonym_and_parts_the_words_around_it():
    thesaurus = Thesaurus({("vélo",): [(0, 1, (("bicyclette",),))], ("cantine", "vélo"): [(0, 2, (("x",),))]})

    tree = parse('cantine "fracture numérique" vélo').expanded(thesaurus)

    assert [len(found.alternatives) for found in tree.terms] == [1, 1, 2]


def test_synonym_that_was_typed_already_is_not_added_twice():
    thesaurus = Thesaurus({("vélo",): [(0, 1, (("vélo",), ("vélo",)))]})

    assert parse("vélo").expanded(thesaurus) == parse("vélo")


def test_alternatives_are_bounded():
    many = tuple((f"mot{number}",) for number in range(50))

    (found,) = parse("vélo").expanded(Thesaurus({("vélo",): [(0, 1, many)]})).terms

    assert len(found.alternatives) == MOST_ALTERNATIVES
