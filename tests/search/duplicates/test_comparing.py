"""When two sheets look alike, and what is said of it."""

import pytest

from search.duplicates.comparing import LIKELY, Comparable, compare

TITLE = "Partager un informaticien entre communes"
SUMMARY = "Trois communes emploient ensemble un informaticien."


@pytest.mark.parametrize(
    ("other", "likely", "reason"),
    [
        ((TITLE, SUMMARY, 2), True, "Même titre"),
        ((TITLE, SUMMARY, 1), True, "Même titre, même collectivité"),
        (("PARTAGER DES INFORMATICIENS entre communes", SUMMARY, 2), True, "Même titre"),
        ((TITLE, "Rien de commun.", 2), True, "Même titre"),
        (
            ("Partager un informaticien", SUMMARY, 2, 9),
            True,
            "Titre presque identique, même intercommunalité",
        ),
        (("Mutualiser un technicien", SUMMARY, 2), False, None),
        (("Ouvrir un guichet numérique", "Une salle où l’on est aidé.", 1), False, None),
        (("", "", 1), False, None),
    ],
)
def test_likeness(other, likely, reason):
    found = compare(Comparable.of(TITLE, SUMMARY, 1, 9), Comparable.of(*other))

    assert found.is_likely is likely
    assert reason is None or found.reason == reason


def test_words_in_common_are_said():
    one = Comparable.of(
        "Prêter des tablettes aux aînés", "Des tablettes prêtées par la médiathèque, avec aide."
    )
    other = Comparable.of("Tablettes en prêt", "Des tablettes prêtées par la médiathèque, avec aide.")

    assert "mots communs" in compare(one, other).reason.lower()


def test_score_stays_between_nothing_and_one():
    same = Comparable.of(TITLE, SUMMARY, 1, 9)

    assert compare(same, same).score == 1
    assert compare(same, Comparable.of("", "")).score == 0
    assert 0 < LIKELY < 1
