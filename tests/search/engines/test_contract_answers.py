"""What every engine answers: filters, counts, order, pages, passages, scans. Tested on each."""

import pytest

from search.engines.base import DEEPEST_RESULT

from .notes import found, marked, note, query, store

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


def test_counts_of_a_facet_keep_its_own_choice_where_asked(engine):
    placed(engine)
    chosen = {"theme": ["numerique"], "region": ["53-29"]}

    results = engine.answer(
        query("vélo", filters=chosen, facets=("theme", "region"), counted_within=("region",))
    )
    both = engine.answer(query("vélo", filters=chosen, facets=("theme", "region")))

    assert results.total == both.total
    assert results.facets["theme"] == both.facets["theme"]
    assert results.facets["region"]["53-29"] == both.facets["region"]["53-29"] == results.total
    assert sum(results.facets["region"].values()) < sum(both.facets["region"].values())


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
