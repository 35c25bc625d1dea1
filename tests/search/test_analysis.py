import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import STOP_WORDS, is_stop_word, normalise, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’école", "l'école"),
        ("l‘école", "l'école"),
        ("l`école", "l'école"),
        ("e\u0301cole", "école"),
        ("ouvert\u00a0: oui\u202f!", "ouvert : oui !"),
        ("co\u00advoiturage", "covoiturage"),
        ("zéro\u200blargeur\ufeff", "zérolargeur"),
        ("x\u0301y", "xy"),  # a mark that joins no letter
        ("\u0301seul", "seul"),
        ("nul\x00\x07", "nul"),
        ("une\nligne\tet", "une\nligne\tet"),
        ("İstanbul", "Istanbul"),
        ("Œuvre n° 3,5 m²", "Œuvre n° 3,5 m²"),  # letters and signs stay: passages show them
        ("", ""),
    ],
)
def test_text_is_normalised(text, expected):
    assert normalise(text) == expected


@given(st.text())
@settings(max_examples=300)
def test_normalising_again_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data.gouv.fr", ["data", "gouv", "fr"]),
        ("open_data", ["open", "data"]),
        ("agent·e·s", ["agent", "e", "s"]),
        ("l'école (privée)", ["l", "école", "privée"]),
        ("3,5 m²", ["3", "5", "m²"]),
        ("👏 ❤️", []),
    ],
)
def test_text_is_split_into_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize("word", ["le", "LE", "À", "même", "L", "Êtes", "qu", "telles"])
def test_stop_word_is_known_however_it_is_written(word):
    assert is_stop_word(word)


def test_stop_words_are_folded():
    assert {word for word in STOP_WORDS if not (word.isascii() and word.islower())} == set()


@pytest.mark.parametrize("word", ["mairie", "non", "moins", "eau", "sante", "élu", "an"])
def test_words_that_people_look_for_are_kept(word):
    assert not is_stop_word(word)
