import pytest

from search.query_text import parse
from search.synonyms.thesaurus import Thesaurus

TWO_WAYS = Thesaurus(
    [(["fracture numérique", "illectronisme"], []), (["SIG", "système d'information géographique"], [])]
)
ONE_WAY = Thesaurus([(["5G", "4G"], ["couverture mobile"])])


def expressions(thesaurus, *typed):
    return [
        (start, stop, [" ".join(said) for said in found])
        for start, stop, found in thesaurus.expansions(typed)
    ]


def test_terms_of_a_line_stand_for_each_other():
    assert expressions(TWO_WAYS, "illectronisme") == [(0, 1, ["fracture numérique"])]
    assert expressions(TWO_WAYS, "SIG") == [(0, 1, ["système d information géographique"])]


def test_replacements_are_one_way():
    assert expressions(ONE_WAY, "5G") == [(0, 1, ["couverture mobile"])]
    assert expressions(ONE_WAY, "couverture", "mobile") == []


@pytest.mark.parametrize(
    "typed", [("fracture", "numérique"), ("Fractures", "NUMERIQUES"), ("lutter", "fracture", "numerique")]
)
def test_case_accents_and_plurals_make_no_difference(typed):
    ((start, stop, found),) = expressions(TWO_WAYS, *typed)

    assert (stop - start, found) == (2, ["illectronisme"])


def test_stop_words_of_an_expression_make_no_difference():
    typed = [term.word for term in parse("le système d’information géographique de la ville").terms]

    ((start, stop, found),) = expressions(TWO_WAYS, *typed)

    assert (start, stop, found) == (0, 3, ["SIG"])


def test_longest_expression_wins_and_those_beside_it_are_found():
    thesaurus = Thesaurus(
        [(["fibre", "câble"], []), (["fibre optique", "FTTH"], []), (["école", "classe"], [])]
    )

    assert expressions(thesaurus, "fibre", "optique", "école") == [(0, 2, ["FTTH"]), (2, 3, ["classe"])]


def test_part_of_an_expression_is_not_it():
    assert expressions(TWO_WAYS, "fracture", "sociale") == []


def test_several_lines_add_up():
    thesaurus = Thesaurus([(["vélo", "bicyclette"], []), (["velos"], ["mobilités douces"])])

    assert expressions(thesaurus, "vélo") == [(0, 1, ["bicyclette", "mobilités douces"])]


def test_nothing_of_nothing():
    assert expressions(Thesaurus(), "vélo") == []
    assert expressions(TWO_WAYS) == []
    assert expressions(Thesaurus([(["le", ""], ["vélo"])]), "le") == []
