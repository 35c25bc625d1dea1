import pytest

from practices.territories.names import fold, long_name, search_key, telling_words, without_ville_de


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Saint-Jean-d’Angély", "saint jean d angely"),
        ("St Jean d'Angely", "saint jean d angely"),
        ("STE-COLOMBE", "sainte colombe"),
        ("Œuf-en-Ternois", "oeuf en ternois"),
        ("Aÿ-Champagne", "ay champagne"),
        ("Bors (Canton de Charente-Sud)", "bors canton de charente sud"),
        ("Communauté d'agglomération de Nevers", "ca de nevers"),
        ("Communauté de communes\u00a0du Gers", "cc du gers"),
        ("\u200b", ""),
    ],
)
def test_fold(name, folded):
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Le Havre", "havre"),
        ("L’Isle-Adam", "isle adam"),
        ("Les Sables-d'Olonne", "sables d olonne"),
        ("La", "la"),
        ("Lens", "lens"),
        ("Lesparre", "lesparre"),
    ],
)
def test_search_key_drops_the_article(name, key):
    assert search_key(name) == key


def test_ville_de_is_dropped_only_before_a_name():
    assert [without_ville_de(fold(text)) for text in ("Ville de Nevers", "Mairie d’Auch", "Villedieu")] == [
        "nevers",
        "auch",
        "villedieu",
    ]


def test_telling_words_keeps_all_when_none_tells():
    assert telling_words("agglo du pays de dreux") == ["pays", "dreux"]
    assert telling_words("la commune") == ["la", "commune"]


def test_long_name():
    assert [long_name(name) for name in ("CC du Gers", "CA", "Métropole de Lyon")] == [
        "Communauté de communes du Gers",
        "CA",
        "Métropole de Lyon",
    ]
