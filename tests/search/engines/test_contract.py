"""What every engine keeps, tested on each."""

from dataclasses import replace

import pytest

from search.documents import PracticeDocument
from search.engines.base import DEEPEST_RESULT, SearchQuery, SearchUnavailable
from search.query_text import SYNONYM, Phrase, parse
from search.schema import Kind, Schema

from .notes import found, note, query, settle, store, versions


def marked(passage):
    return [text for text, is_marked in passage if is_marked]


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


def test_words_too_many_are_asked_for_in_half(engine):
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
    assert sorted(found(engine, "vélo cantine école piscine")) == [1, 2, 4]


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


# Filters, facets


def placed(engine):
    store(
        engine,
        note(1, "vélo", theme=["numerique"], region=["53", "53-29"]),
        note(2, "vélo", theme=["numerique", "numerique/donnees"], region=["53", "53-35"]),
        note(3, "vélo", theme=["social"], region=["44", "44-67"]),
        note(4, "cantine", theme=["social"], region=["52", "52-44"]),
        note(5, "cantine"),
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"theme": ["social"]}, [3, 4]),
        ({"theme": ["social", "numerique"]}, [1, 2, 3, 4]),
        ({"theme": ["numerique"]}, [1, 2]),
        ({"theme": ["numerique/donnees"]}, [2]),
        ({"region": ["44"]}, [3]),  # neither 52-44 nor 44-67 alone
        ({"region": ["53-29", "44-67"]}, [1, 3]),
        ({"theme": ["social"], "region": ["44"]}, [3]),
        ({"theme": ["social"], "region": ["53"]}, []),
        ({"theme": ["Social"]}, []),
        ({"theme": ["soci"]}, []),
        ({"theme": ["*"]}, []),
    ],
)
@pytest.mark.parametrize("counted", [True, False])
def test_filters_are_or_within_and_between(engine, filters, expected, counted):
    placed(engine)

    results = engine.answer(query(filters=filters, facets=("theme", "region") if counted else ()))

    assert (sorted(results.keys), results.total) == (expected, len(expected))
    assert list(engine.scan(query(filters=filters))) == expected


def test_counts_of_a_facet_ignore_its_own_choice(engine):
    placed(engine)

    results = engine.answer(
        query("vélo", filters={"theme": ["numerique"], "region": ["53-29"]}, facets=("theme", "region"))
    )

    assert results.keys == (1,)
    assert results.facets == {
        "theme": {"numerique": 1},
        "region": {"53": 2, "53-29": 1, "53-35": 1},
    }


def test_counts_without_choice_follow_all_filters(engine):
    placed(engine)

    results = engine.answer(query(filters={"theme": ["social"]}, facets=("theme", "region")))

    assert results.facets == {
        "theme": {"numerique": 2, "numerique/donnees": 1, "social": 2},
        "region": {"44": 1, "44-67": 1, "52": 1, "52-44": 1},
    }


def test_filter_that_is_not_counted_narrows_every_count(engine):
    placed(engine)

    results = engine.answer(query(filters={"region": ["53"]}, facets=("theme",)))

    assert results.facets == {"theme": {"numerique": 2, "numerique/donnees": 1}}


def test_filter_changes_no_score(fresh_engine):
    store(
        fresh_engine,
        note(1, body="vélo", theme=["a"]),
        note(2, "vélo", theme=["b"]),
        note(3, "autre", theme=["a"]),
    )

    assert found(fresh_engine, "vélo", filters={"theme": ["a", "b"]}) == [2, 1]
    assert found(fresh_engine, "vélo", filters={"theme": ["a", "b"]}, facets=("theme",)) == [2, 1]


def test_parent_counts_documents_not_children(engine):
    store(engine, note(1, theme=["a", "a/b", "a/c"]))

    assert engine.answer(query(facets=("theme",))).facets == {"theme": {"a": 1, "a/b": 1, "a/c": 1}}


def test_more_values_than_usual_are_all_counted(engine):
    store(engine, *(note(pk, theme=[f"t{pk}"]) for pk in range(1, 301)))

    assert engine.answer(query(facets=("theme",), limit=0)).facets["theme"] == {
        f"t{pk}": 1 for pk in range(1, 301)
    }


# Order, pages


def test_title_comes_before_summary_and_body(fresh_engine):
    store(
        fresh_engine,
        note(1, "ville", body="Une cantine pour la ville."),
        note(2, "ville", summary="Une cantine pour la ville."),
        note(3, "Une cantine pour la ville"),
    )

    assert found(fresh_engine, "cantine") == [3, 2, 1]


def test_scores_of_fields_add_up(fresh_engine):
    store(fresh_engine, note(1, "cantine", body="école"), note(2, "cantine", body="cantine"))

    assert found(fresh_engine, "cantine") == [2, 1]


def test_rare_word_weighs_more(fresh_engine):
    store(fresh_engine, *(note(pk, "vélo") for pk in range(1, 8)), note(8, "piscine"))

    assert list(fresh_engine.search(query("vélo piscine")).keys)[0] == 8


def test_ties_go_by_key_across_segments(engine):
    for pk in (7, 3, 9, 1, 5):
        store(engine, note(pk, "cantine"))

    assert found(engine, "cantine") == [1, 3, 5, 7, 9]
    assert found(engine) == [1, 3, 5, 7, 9]
    assert found(engine, "-piscine") == [1, 3, 5, 7, 9]


def test_order_field_puts_the_highest_first(fresh_engine):
    store(
        fresh_engine, note(1, "vélo", newest=20), note(2, "vélo vélo", newest=30), note(3, "vélo", newest=20)
    )

    assert found(fresh_engine, "vélo", order="newest") == [2, 3, 1]
    assert found(fresh_engine, order="newest") == [2, 3, 1]


@pytest.mark.parametrize("order", ["", "newest"])
def test_pages_neither_overlap_nor_leave_out(engine, order):
    for start in (1, 20, 40):
        store(engine, *(note(pk, "cantine", newest=pk % 3) for pk in range(start, start + 17)))

    everything = found(engine, "cantine", order=order, limit=100)
    pages = [found(engine, "cantine", order=order, offset=offset, limit=10) for offset in range(0, 60, 10)]

    assert len(set(everything)) == 51
    assert [key for page in pages for key in page] == everything
    assert [len(page) for page in pages] == [10, 10, 10, 10, 10, 1]


def test_page_beyond_the_last_is_empty_with_the_total(engine):
    store(engine, *(note(pk, "cantine") for pk in range(1, 4)))

    results = engine.answer(query("cantine", offset=40, facets=("theme",)))

    assert (results.keys, results.total) == ((), 3)


def test_deep_pages_stop_at_the_deepest_result(engine):
    engine.rebuild(note(pk, "cantine") for pk in range(1, DEEPEST_RESULT + 31))

    for offset in (DEEPEST_RESULT - 30, DEEPEST_RESULT - 10, DEEPEST_RESULT, DEEPEST_RESULT + 5_000, 10**9):
        results = engine.answer(query("cantine", offset=offset))

        assert results.total == DEEPEST_RESULT + 30
        assert list(results.keys) == list(range(offset + 1, min(offset + 20, DEEPEST_RESULT) + 1))


# Passages


def test_passage_is_cut_from_the_body_and_marked(engine):
    filler = "Une phrase qui ne dit rien du sujet. " * 20
    store(engine, note(1, "Titre", summary="Une cantine.", body=f"{filler}La cantine est ouverte. {filler}"))

    passage = engine.answer(query("cantines")).passages[1]

    assert marked(passage) == ["cantine"]
    assert "La cantine est ouverte" in "".join(text for text, _ in passage)
    assert len("".join(text for text, _ in passage)) < 400


def test_passage_comes_from_the_summary_where_the_body_lacks_the_words(engine):
    store(engine, note(1, "cantine", summary="Une cantine ouverte", body="Autre chose"))

    assert engine.answer(query("cantine")).passages == {
        1: (("Une ", False), ("cantine", True), (" ouverte", False))
    }


def test_words_of_the_title_alone_give_no_passage(engine):
    store(engine, note(1, "cantine", body="Autre chose"))

    assert engine.answer(query("cantine")).passages == {}


def test_filters_and_exclusions_are_not_marked(engine):
    store(engine, note(1, body="cantine a/b vélo", theme=["a/b"]))

    results = engine.answer(query("cantine -piscine", filters={"theme": ["a/b"]}, facets=("theme",)))

    assert marked(results.passages[1]) == ["cantine"]


def test_words_of_a_phrase_that_is_left_out_are_not_marked(engine):
    store(engine, note(1, body="cantine et vélo"))

    assert marked(engine.answer(query('cantine -"vélo bio"')).passages[1]) == ["cantine"]


def test_words_of_a_phrase_are_marked_one_by_one(engine):
    store(engine, note(1, "mise en œuvre", body="La mise en œuvre, puis la mise en page."))

    assert marked(engine.answer(query('"mise en œuvre"')).passages[1]) == ["mise", "œuvre", "mise"]


@pytest.mark.parametrize(
    "options", [{"typed": "cantine", "passages": False}, {"typed": ""}, {"typed": "-x1"}]
)
def test_passages_that_nobody_asked_for_are_absent(engine, options):
    store(engine, note(1, "cantine", body="cantine"))

    assert engine.answer(query(**options)).passages == {}


def test_passage_holds_the_text_as_it_is(engine):
    body = "<b>L'école</b> & <script>alert(1)</script> œuvre 👏🏽 « cantine » 🚲 vélo"
    store(engine, note(1, body=body))

    passage = engine.answer(query("cantine vélo")).passages[1]

    assert marked(passage) == ["cantine", "vélo"]
    assert "".join(text for text, _ in passage).strip() in body


def test_signs_that_an_engine_may_use_for_marks_do_no_harm(engine):
    store(engine, note(1, body="\ue000faux\ue001 une <em>cantine</em> \ue001\ue000"))

    assert marked(engine.answer(query("cantine")).passages[1]) == ["cantine"]


# Scan, count


def test_scan_gives_every_key_in_order(engine):
    engine.rebuild(note(pk, "vélo" if pk % 2 else "cantine") for pk in range(12_000, 0, -1))

    assert list(engine.scan(query())) == list(range(1, 12_001))
    assert list(engine.scan(query("vélo"))) == list(range(1, 12_001, 2))
    assert engine.count() == 12_000


def test_scan_left_early_and_taken_up_again(engine):
    engine.rebuild(note(pk, "vélo") for pk in range(1, 11))
    scan = engine.scan(query())

    assert [next(scan), next(scan)] == [1, 2]
    scan.close()
    assert list(engine.scan(query("vélo"))) == list(range(1, 11))


def test_empty_index_answers(engine):
    results = engine.search(query("cantine", filters={"theme": ["a"]}, facets=("theme", "region")))

    assert (results.keys, results.total, results.passages) == ((), 0, {})
    assert results.facets == {"theme": {}, "region": {}}
    assert list(engine.scan(query())) == []
    assert engine.count() == 0
    assert engine.is_ready()


# Writing


def test_writing_again_changes_nothing(engine):
    version = next(versions)
    for _ in range(3):
        store(engine, note(1, "vélo"), note(2, "cantine"), removed=[3], version=version)

    assert found(engine) == [1, 2]
    assert engine.count() == 2


def test_writing_replaces_the_whole_document(engine):
    store(engine, note(1, "vélo", body="piscine", theme=["a"]))
    store(engine, note(1, "cantine", theme=["b"]))

    assert (found(engine, "vélo"), found(engine, "piscine"), found(engine, "cantine")) == ([], [], [1])
    assert engine.answer(query(facets=("theme",))).facets == {"theme": {"b": 1}}


def test_removed_document_is_gone_and_comes_back(engine):
    store(engine, note(1, "vélo"), note(2, "vélo"))

    store(engine, removed=[1, 99])
    assert found(engine, "vélo") == [2]

    store(engine, note(1, "vélo"))
    assert found(engine, "vélo") == [1, 2]


def test_nothing_to_write_is_written(engine):
    engine.write([], [], {})

    assert engine.count() == 0


@pytest.mark.parametrize("key", [1, 2**31, 2**53 + 1, 2**62])
def test_large_key_is_kept(engine, key):
    store(engine, note(1, "vélo")) if key != 1 else None
    store(engine, note_with_key(key))

    assert list(engine.scan(query("cantine"))) == [key]
    store(engine, removed=[key])
    assert list(engine.scan(query("cantine"))) == []


def note_with_key(key):
    return type(note(1))(pk=key, title="cantine", summary="", body="", theme=(), region=(), newest=key)


def test_rebuild_replaces_everything(engine):
    store(engine, note(1, "vélo"), note(2, "vélo"))

    assert engine.rebuild([note(2, "cantine"), note(3, "cantine")]) == 2

    assert found(engine) == [2, 3]
    assert found(engine, "vélo") == []
    assert engine.count() == 2


def test_searches_see_the_old_index_until_the_new_one_is_complete(new_engine):
    engine = new_engine()
    engine.rebuild([])
    store(engine, note(1, "vélo"))
    reader = new_engine()
    seen = []

    def documents():
        for pk in range(2, 1_500):
            if pk % 400 == 0:
                seen.append((found(reader), reader.count()))
            yield note(pk, "cantine")

    engine.rebuild(documents())

    assert seen == [([1], 1)] * 3
    assert reader.count() == 1_498


def test_failed_rebuild_leaves_the_old_index(engine):
    store(engine, note(1, "vélo"))

    def documents():
        yield note(2, "cantine")
        raise LookupError("the database is gone")

    with pytest.raises(LookupError):
        engine.rebuild(documents())

    assert found(engine) == [1]
    store(engine, note(3, "vélo"))
    assert found(engine, "vélo") == [1, 3]
    assert engine.rebuild([note(4)]) == 1


def test_write_after_a_rebuild_beats_it(engine):
    store(engine, note(1, "vélo"))
    engine.rebuild([note(1, "cantine"), note(2, "cantine")])

    store(engine, note(1, "piscine"), removed=[2])

    assert (found(engine), found(engine, "piscine")) == ([1], [1])


def test_other_process_sees_what_was_written(new_engine):
    engine = new_engine()
    engine.rebuild([])
    other = new_engine()
    store(engine, note(1, "vélo"))
    assert found(other) == [1]

    store(other, note(2, "vélo"))
    assert found(engine) == [1, 2]


# Failures


def test_absent_index_is_unavailable(new_engine):
    engine = new_engine()

    assert not engine.is_ready()
    for action in (
        lambda: engine.search(query("vélo")),
        lambda: list(engine.scan(query())),
        lambda: engine.count(),
        lambda: engine.write([note(1)], [], {1: 1}),
        lambda: engine.write([], [1], {1: 1}),
    ):
        with pytest.raises(SearchUnavailable):
            action()
    assert not engine.is_ready()


def test_other_schema_is_not_ready(new_engine):
    engine = new_engine()
    engine.rebuild([])
    assert engine.is_ready()
    assert not new_engine(type("NoteDocument", (PracticeDocument,), {})).is_ready()


# The real document


def practice(pk, **values):
    schema = Schema(PracticeDocument)
    empty = {Kind.TEXT: "", Kind.FACET: (), Kind.ORDER: pk, Kind.KEY: pk}
    return PracticeDocument(**{name: empty[field.kind] for name, field in schema.fields.items()} | values)


def test_practice_document_is_searched_with_every_facet(new_engine):
    engine = new_engine(PracticeDocument)
    facets = tuple(Schema(PracticeDocument).facets)
    engine.rebuild(
        [
            practice(1, title="Cantine sans plastique", theme=("ecologie",), state=("en-service",)),
            practice(2, body="Une cantine.", who="Brest\nFinistère", region=("53", "53-29")),
            practice(3, title="Archives", keywords="cantine"),
        ]
    )
    settle(engine)

    results = engine.search(query("cantine", facets=facets))

    assert results.keys == (1, 3, 2)
    assert {name: counts for name, counts in results.facets.items() if counts} == {
        "theme": {"ecologie": 1},
        "state": {"en-service": 1},
        "region": {"53": 1, "53-29": 1},
    }
    assert tuple(results.facets) == facets


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


def test_best_way_counts_alone(engine):
    """A sheet that holds every way to say one word is not above one that holds two words."""
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
