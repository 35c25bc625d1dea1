"""What every engine makes of words, tested on each."""

from dataclasses import replace

import pytest

from search.engines.base import SearchQuery
from search.query_text import SYNONYM, Phrase, parse

from .notes import found, marked, note, query, store

# Words


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Les collectivités", "collectivite"),
        ("la collectivite", "Collectivités"),
        ("les données de data.gouv.fr", "data gouv"),
        ("les données de data.gouv.fr", "data.gouv.fr"),
        ("un fichier open_data", "open data"),
        ("des agent·e·s", "agents"),
        ("des agents", "agent·e·s"),
        ("des agent.e.s", "agent-e-s"),
        ("aujourd’hui", "aujourd'hui"),
        ("aujourd'hui", "aujourd’hui"),
        ("l’école", "ecole"),
        ("école", "l'École"),
        ("une baisse de 3,5 %", "3,5"),
        ("300 m² de bureaux", "300 m²"),
        ("la mise en œuvre", "oeuvre"),
        ("la mise en oeuvre", "œuvre"),
        ("le service\u00a0public\u202f: ouvert", "public"),
        ("e\u0301cole", "école"),
        ("co\u00advoiturage", "covoiturage"),
        ("bravo 👏🏽 la mairie ❤️", "mairie"),
        ("l’accueil ❤️ des gens 👩‍💻", "accueil gens"),
        ("مرحبا بكم", "مرحبا"),
        ("欢迎 光临", "欢迎"),
        ("Добро пожаловать", "добро"),
        ("l’association française", "associations françaises"),
        ("les bijoux", "bijou"),
        ("le palais", "palais"),
        ("ville de Bignoux", "bignoux"),
        ("jumelage avec İstanbul", "istanbul"),
        ("WIFI", "wifi"),
        ("RGPD/RGAA", "rgaa"),
    ],
)
def test_word_is_found_however_it_is_written(engine, text, typed):
    store(engine, note(1, text), note(2, "autre chose"))

    assert found(engine, typed) == [1]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("le palais", "pal"),
        ("mauvais temps", "mauve"),
        ("un photocopieur", "photo"),  # no prefixes
        ("la mairie", "mairei"),  # no approximation
        ("a" * 70, "a" * 70),  # too long to be a word
    ],
)
def test_other_word_is_not_found(engine, text, typed):
    store(engine, note(1, text))

    assert found(engine, typed) == []


@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_word_is_found_in_every_text_field(engine, field):
    store(engine, note(1, **{field: "une cantine"}), note(2, "rien"))

    assert found(engine, "cantine") == [1]


def test_all_words_but_one_are_asked_for(engine):
    store(
        engine,
        note(1, "vélo cantine école"),
        note(2, "vélo cantine"),
        note(3, "vélo"),
        note(4, summary="vélo", body="école"),
    )

    assert sorted(found(engine, "vélo")) == [1, 2, 3, 4]
    assert sorted(found(engine, "vélo cantine")) == [1, 2]
    assert sorted(found(engine, "vélo cantine école")) == [1, 2, 4]
    assert sorted(found(engine, "vélo cantine école piscine")) == [1]


def test_few_results_loosen_the_words(engine):
    store(engine, note(1, "vélo cantine"), note(2, "vélo"), note(3, "cantine"), note(4, "autre"))

    results = engine.search(query("vélo cantine"))

    assert (sorted(results.keys), results.total, results.loosened) == ([1, 2, 3], 3, True)


def test_enough_results_are_not_loosened(engine):
    store(engine, *(note(pk, "vélo cantine") for pk in range(1, 6)), note(6, "vélo"))

    results = engine.search(query("vélo cantine"))

    assert (results.total, results.loosened) == (5, False)


def test_nothing_more_to_find_is_not_called_loosened(engine):
    store(engine, note(1, "vélo cantine"))

    assert not engine.search(query("vélo cantine")).loosened


def test_words_that_enough_sheets_hold_are_not_loosened_within_filters(engine):
    store(
        engine,
        *(note(pk, "vélo cantine", theme=["a"]) for pk in range(1, 5)),
        note(5, "vélo cantine", theme=["b"]),
        note(6, "vélo", theme=["b"]),
    )

    results = engine.search(query("vélo cantine", filters={"theme": ["b"]}, facets=("theme",)))

    assert (results.keys, results.total, results.loosened) == ((5,), 1, False)
    assert results.facets == {"theme": {"a": 4, "b": 1}}


def test_rare_words_are_loosened_within_filters_as_everywhere(engine):
    store(engine, note(1, "vélo cantine", theme=["a"]), note(2, "vélo", theme=["a"]), note(3, theme=["a"]))

    results = engine.search(query("vélo cantine", filters={"theme": ["a"]}))

    assert (sorted(results.keys), results.loosened) == ([1, 2], True)


def test_words_that_no_sheet_within_the_filters_holds_are_loosened_there_alone(engine):
    """Another choice would give what all words give."""
    store(
        engine,
        *(note(pk, "vélo cantine", theme=["a"]) for pk in range(1, 6)),
        note(6, "vélo", theme=["a"]),
        note(7, "vélo", theme=["b"]),
        note(8, "vélo", theme=["c"]),
    )

    results = engine.search(query("vélo cantine", filters={"theme": ["b"]}, facets=("theme",)))

    assert (results.keys, results.loosened) == ((7,), True)
    assert results.facets == {"theme": {"a": 5, "b": 1, "c": 1}}


@pytest.mark.parametrize("size", [4, 5])
@pytest.mark.parametrize("typed", ["vélo cantine", "cantine", "vélo absent", "absent perdu"])
def test_each_count_is_what_its_value_gives(engine, typed, size):
    """Of few and of enough sheets that hold the words."""
    store(
        engine,
        *(note(pk, "vélo cantine", theme=["a"], region=["x" if pk % 2 else "y"]) for pk in range(1, size)),
        note(10, "vélo cantine", theme=["b"], region=["x"]),
        *(note(pk, "vélo", theme=["b", "c"], region=["y"]) for pk in range(11, 15)),
        note(20, "cantine", theme=["c"], region=["z"]),
    )

    for filters in (
        {},
        {"theme": ["a"]},
        {"theme": ["c"]},
        {"region": ["z"]},
        {"region": ["y"], "theme": ["b"]},
    ):
        asked = query(typed, filters=filters, facets=("theme", "region"))
        for facet, counts in engine.search(asked).facets.items():
            for value, count in counts.items():
                narrowed = replace(asked, filters=filters | {facet: [value]})
                assert engine.search(narrowed).total == count, (filters, facet, value)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('"espace numérique"', [1, 2]),
        ('"numérique espace"', [3]),
        ("espace numérique", [1, 2, 3]),
        ('"maison des associations"', [4]),
        ('"maison associations"', []),
        ('"maison de la des associations"', []),
        ('"maison les associations"', [4]),  # any stop word keeps the place
        ('"maison des associations" espace', []),
        ('"la maison"', [4, 5]),
        ('"jour de marché à la maison"', [5]),
        ('"espace numérique', [1, 2]),  # unclosed
        ("« espace numérique »", [1, 2]),
        ("“espace numérique”", [1, 2]),
        ('"le la les"', None),
    ],
)
def test_phrase_follows_its_words(engine, typed, expected):
    store(
        engine,
        note(1, "Un espace numérique"),
        note(2, body="L’espace-numérique de la ville"),
        note(3, "Espace très numérique", body="numérique, espace"),
        note(4, "La maison des associations"),
        note(5, body="Jour de marché à la maison"),
    )

    assert sorted(found(engine, typed)) == (expected if expected is not None else [1, 2, 3, 4, 5])


def test_phrase_does_not_span_fields(engine):
    store(engine, note(1, "espace", summary="numérique"))

    assert found(engine, '"espace numérique"') == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("vélo -cantine", [2]),
        ("-cantine", [2, 3]),
        ("-cantine -piscine", [2]),
        ('vélo -"vélo et cantine"', [2]),
        ("-cantines", [2, 3]),
        ("vélo - cantine", [1]),  # a dash alone is no minus
        ("vélo-cantine", [1]),
    ],
)
def test_minus_leaves_out(engine, typed, expected):
    store(engine, note(1, "Vélo et cantine"), note(2, "Vélo"), note(3, body="Piscine"))

    assert sorted(found(engine, typed)) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "theme:sport",
        "newest:>10",
        "*",
        "can*",
        "ca?tine",
        "cantin~",
        "title:cantine^9 OR title:x",
        "/c.*/",
        "[a TO z]",
        "(cantine",
        "_exists_:title",
        "cantine && mairie",
        '{"match_all": {}}',
        "a\\",
        "\ue000cantine\ue001",
    ],
)
def test_no_query_language_can_be_typed(engine, typed):
    """Signs are no more than spaces: the same is found without them."""
    store(engine, note(1, "cantine", theme=["sport"]), note(2, "mairie"), note(3, "can ca tine"))
    plain = "".join(sign if sign.isalnum() else " " for sign in typed)

    assert found(engine, typed) == found(engine, plain)


@pytest.mark.parametrize("typed", ["theme:sport", "newest:>10", "can*", "cantn~", "/cantn.*/", "_id:1"])
def test_fields_and_wildcards_find_nothing(engine, typed):
    store(engine, note(1, "cantine", theme=["sport"]))

    assert found(engine, typed) == []


# Other ways to say a term


def said_otherwise(typed, **options):
    """A search for the words typed, each also said as the words given for it."""
    phrases = {
        word: [Phrase(tuple(way.split()), tuple(range(len(way.split())))) for way in ways]
        for word, ways in options.pop("ways").items()
    }
    text = parse(typed)
    terms = tuple(term.also(phrases.get(term.word, ()), SYNONYM) for term in text.terms)
    return SearchQuery(text=replace(text, terms=terms), **options)


def test_other_way_to_say_a_word_is_found_after_the_word_itself(engine):
    store(engine, note(1, "illectronisme"), note(2, "fracture"), note(3, "autre"))

    assert engine.answer(said_otherwise("fracture", ways={"fracture": ["illectronisme"]})).keys == (2, 1)


def test_best_way_counts_alone(fresh_engine):
    """A sheet that holds every way to say one word is not above one that holds two words."""
    engine = fresh_engine
    store(
        engine,
        note(1, "vélo bicyclette cycle"),
        note(2, "vélo cantine"),
        note(3, "autre"),
        note(4, "cantine"),
    )

    ways = {"vélo": ["bicyclette", "cycle"]}
    text = replace(
        said_otherwise("vélo cantine", ways=ways),
        text=said_otherwise("vélo cantine", ways=ways).text.loosened(),
    )

    assert engine.answer(text).keys[0] == 2


def test_expression_counts_for_each_of_its_words(engine):
    store(engine, note(1, "illectronisme"), note(2, "fracture"), note(3, "fracture numérique"))

    ways = {"fracture": ["illectronisme"], "numérique": ["illectronisme"]}

    assert sorted(engine.answer(said_otherwise("fracture numérique", ways=ways)).keys) == [1, 3]


def test_other_way_of_several_words_is_a_phrase(engine):
    store(engine, note(1, "système information géographique"), note(2, "information sur le système"))

    assert engine.answer(said_otherwise("SIG", ways={"SIG": ["système information"]})).keys == (1,)


def test_other_way_is_marked_in_the_passage(engine):
    store(engine, note(1, body="La lutte contre l'illectronisme"))

    results = engine.answer(said_otherwise("fracture", ways={"fracture": ["illectronisme"]}))

    assert marked(results.passages[1]) == ["illectronisme"]
