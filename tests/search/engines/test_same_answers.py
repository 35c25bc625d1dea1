"""Both engines give the same words, the same sets and the same counts."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from search.analysis import STEMS, normalise, words
from search.engines.tantivy import french_analyzer

from .notes import note, query, store

# Beside the project, where there is one.
CORPUS = Path(__file__).parents[4] / "shared/corpus/corpus.jsonl.gz"
FACETS = ("theme", "region")

pytestmark = pytest.mark.elasticsearch

HARD_TEXTS = [
    "Les données de data.gouv.fr et open_data",
    "agent·e·s, agent.e.s, agent-e-s, agent(e)s",
    "aujourd’hui aujourd'hui aujourd`hui presqu’île",
    "3,5 % de 1 234,56 € pour 300 m² à 20 °C, n° 2, 1er",
    "Œuvre, œuf, ex æquo, ÉCOLE, école, ça, Noël, naïf, ambiguë",
    "l’école\u00a0: ouverte\u202f! «\u00a0Oui\u00a0»",
    "e\u0301cole co\u00advoiturage zéro\u200blargeur",
    "bravo 👏🏽 ❤️ 👩‍💻 🇫🇷 1️⃣ ok",
    "mot " + "a" * 59 + " " + "b" * 60 + " " + "c" * 400 + " fin",
    "مرحبا بكم في فرنسا مَرْحَبًا",
    "欢迎 光临 法国 にほんご 한국어",
    "Добро пожаловать Ελλάδα ελλάδας ΣΟΦΟΣ",
    "İstanbul ISTANBUL ıstanbul Straße STRASSE ẞ ﬁn Ⅳ ½ x² ①",
    "हिन्दी ไทย తెలుగు",
    "C++ C# .NET node.js https://exemple.fr/a?b=c#d agent@mairie.fr",
    "§ © ® ™ † ‡ • … – — ‐ ‑ − ′ ″ ‰ ∞ ≠ ½ ¼ ⅓",
    "a\u0303\u0304 x\u0301 \u0301seul \ufe0f \u200d",
    "_ __ a_b _a_ A_B-C.D/E\\F|G+H=I~J^K`L",
]
# Where the two versions of Snowball differ, and their neighbours where they must not.
DELICATE_WORDS = """
français française franc lyonnaise lyonnais marseillaise sénégalaise ardennaises nantais nantaises anglaise
aise malaise falaises chaise fraise mayonnaise punaises fadaise palais Calais balais valais jalais Beauvais
mauvais mauvaise sauvais marais relais délais jamais désormais bijoux cailloux choux genoux hiboux joujoux
poux époux jaloux doux roux toux Bignoux Vernoux Limoux Châteauroux Carnoux houx nous nie nié nier niez nient
niais niaise niveau nièce saintongeais saintongeaise saintongeaises collectivités territoriales développement
""".split()


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_hard_text_gives_the_same_terms(elasticsearch_terms, text):
    text = normalise(text)

    assert elasticsearch_terms(text) == french_analyzer().analyze(text)


@pytest.mark.parametrize("word", DELICATE_WORDS + sorted(STEMS))
def test_delicate_word_gives_the_same_term(elasticsearch_terms, word):
    assert elasticsearch_terms(word) == french_analyzer().analyze(word)


def test_listed_stems_are_those_of_tantivy():
    assert {word: french_analyzer().analyze(word) for word in STEMS} == {
        w: [stem] for w, stem in STEMS.items()
    }


def test_every_sign_that_people_may_paste_splits_alike(elasticsearch_terms):
    """Latin, Greek and Cyrillic letters, marks, punctuation, symbols, full-width and private signs."""
    ranges = (0x20, 0x530), (0x1E00, 0x2C00), (0x2E00, 0x2E53), (0x3000, 0x3040), (0xE000, 0x10000)
    signs = [chr(number) for low, high in ranges for number in range(low, high)]
    differences = {}

    for start in range(0, len(signs), 2_000):
        some = signs[start : start + 2_000]
        text = normalise(" ".join(f"{BETWEEN} x{sign}z" for sign in some))
        here, there = by_sign(french_analyzer().analyze(text)), by_sign(elasticsearch_terms(text))
        differences |= {
            hex(ord(sign)): pair for sign, *pair in zip(some, here, there, strict=True) if pair[0] != pair[1]
        }

    assert differences == {}


BETWEEN = "entretien"


def by_sign(terms):
    """The terms of each sign, of a text where a word stands between two signs."""
    (between,) = french_analyzer().analyze(BETWEEN)
    return [part.split() for part in " ".join(terms).split(between)[1:]]


@pytest.mark.slow
def test_real_texts_give_the_same_terms(elasticsearch_terms):
    if not CORPUS.exists():
        pytest.skip("no corpus on this machine")
    with gzip.open(CORPUS, "rt") as lines:
        texts = [json.loads(line) for line in lines]
    vocabulary = sorted(
        {word for text in texts for word in words(normalise(f"{text['title']} {text['text']}"))}
    )

    for start in range(0, len(vocabulary), 2_000):
        text = " ".join(vocabulary[start : start + 2_000])
        assert elasticsearch_terms(text) == french_analyzer().analyze(text)


# A made-up corpus: words of several forms, so that stems, accents and gaps matter.
SUBJECTS = (
    "école écoles cantine cantines vélo vélos mairie œuvre données numérique français française".split()
)
OTHERS = "de la le des et pour à mise projet espace commun partagé mutualisée bijoux 3,5 agent·e·s".split()
THEMES = ["a", "a/b", "a/c", "d", "e"]
REGIONS = ["53", "53-29", "53-35", "44", "44-67"]


def made_up_notes(dice, count):
    def text(length):
        return " ".join(dice.choice(SUBJECTS + OTHERS) for _ in range(length))

    for pk in range(1, count + 1):
        yield note(
            pk,
            text(dice.randint(1, 6)),
            summary=text(dice.randint(0, 15)),
            body=text(dice.randint(0, 60)),
            theme=dice.sample(THEMES, dice.randint(0, 3)),
            region=dice.sample(REGIONS, dice.randint(0, 2)),
            newest=dice.randint(0, 5),
        )


def made_up_query(dice):
    pieces = []
    for _ in range(dice.randint(0, 5)):
        piece = dice.choice(SUBJECTS + OTHERS)
        if dice.random() < 0.3:
            piece = f'"{" ".join(dice.choice(SUBJECTS + OTHERS) for _ in range(dice.randint(1, 4)))}"'
        pieces.append(dice.choice(["", "", "", "-"]) + piece)
    filters = {
        name: tuple(dice.sample(values, dice.randint(1, 2)))
        for name, values in (("theme", THEMES), ("region", REGIONS))
        if dice.random() < 0.4
    }
    counted = dice.choice([FACETS, FACETS, FACETS[:1], ()])
    return query(
        " ".join(pieces), filters=filters, facets=counted, limit=1_000, order=dice.choice(["", "newest"])
    )


@pytest.mark.parametrize("seed", range(3))
def test_made_up_queries_give_the_same_sets_and_counts(tantivy_engine, elasticsearch_engine, seed):
    dice = random.Random(seed)
    notes = list(made_up_notes(dice, 300))
    for engine in (tantivy_engine, elasticsearch_engine):
        store(engine, *notes)
    compared = 0

    for _ in range(60):
        asked = made_up_query(dice)
        here, there = tantivy_engine.answer(asked), elasticsearch_engine.answer(asked)

        assert (there.total, there.facets) == (here.total, here.facets), asked
        assert sorted(there.keys) == sorted(here.keys), asked
        assert list(elasticsearch_engine.scan(asked)) == list(tantivy_engine.scan(asked)) == sorted(here.keys)
        assert there.keys == here.keys or not asked.order, asked
        assert set(there.passages) == set(here.passages), asked
        compared += here.total
    assert compared > 1_000


def test_clear_cases_come_in_the_same_order(tantivy_engine, new_elasticsearch):
    elasticsearch_engine = new_elasticsearch()
    elasticsearch_engine.rebuild([])
    filler = "Ce texte parle du stationnement, des places et des arbres de la commune. "
    notes = [note(pk, "Fiche de la commune", summary="Un résumé.", body=filler * 2) for pk in range(20, 60)]
    notes += [
        note(10, "Cantine bio", summary="La cantine", body=f"La cantine. {filler}"),
        note(9, "Cantine bio", body=filler),
        note(8, "Fiche de la commune", summary="Une cantine bio", body=filler),
        note(7, "Fiche de la commune", summary="Un résumé.", body=f"Une cantine, bio ou non. {filler}"),
        note(6, "Fiche de la commune", summary="Un résumé.", body=f"Une cantine bio ou non. {filler * 6}"),
    ]
    for engine in (tantivy_engine, elasticsearch_engine):
        store(engine, *notes)

    for typed in ("cantine", "cantine bio", '"cantine bio"', "cantines -piscine"):
        orders = [
            engine.answer(query(typed, limit=10)).keys for engine in (tantivy_engine, elasticsearch_engine)
        ]
        assert orders[0] == orders[1]
        assert set(orders[0][:2]) == {9, 10}


def test_passages_of_both_mark_the_same_words(tantivy_engine, elasticsearch_engine):
    body = "Une première phrase, assez longue. La cantine de l'école sert du bio. Les cantines ferment l'été."
    for engine in (tantivy_engine, elasticsearch_engine):
        store(engine, note(1, body=body))

    for typed in ("cantine", "cantines école", "bio"):
        marked = [
            {
                word
                for text, is_marked in engine.answer(query(typed)).passages[1]
                if is_marked
                for word in text.split()
            }
            for engine in (tantivy_engine, elasticsearch_engine)
        ]
        assert marked[0] == marked[1]
        assert all(re.sub(r"\W+", "", word) for word in marked[0])
