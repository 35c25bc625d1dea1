"""Text that looks like that of a sheet: words of the example sheets, as frequent as words are in French."""

import json
import random
import re
from pathlib import Path

import practices

EXAMPLES = Path(practices.__file__).parent / "examples"
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
MANDELBROT = 2.7  # Zipf's law with Mandelbrot's shift: the first words are not as frequent as 1/rank says
SENTENCE = (8, 22)  # words
PARAGRAPH = 3  # sentences


class Vocabulary:
    """Every word of the examples, the most frequent first, then the rare words: names of collectivities."""

    def __init__(self, names=()):
        counts, titles = _count_words()
        rare = dict.fromkeys(word.lower() for name in names for word in WORD.findall(name))
        self.words = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        self.words += [word for word in rare if word not in counts]
        self.spread = 1 + len(self.words) / MANDELBROT
        self.openings, self.endings = titles

    def draw(self, chance: random.Random, count):
        """Words, each as likely as 1 / (rank + MANDELBROT): the inverse of its sum, cheap to compute."""
        draw, words, spread = chance.random, self.words, self.spread
        return [words[int(MANDELBROT * (spread ** draw() - 1))] for _ in range(count)]

    def html(self, chance, count):
        """About `count` words in paragraphs, as a sheet stores them."""
        sentences = list(self._sentences(chance, count))
        starts = range(0, len(sentences), PARAGRAPH)
        return "".join(f"<p>{' '.join(sentences[start : start + PARAGRAPH])}</p>" for start in starts)

    def line(self, chance, count):
        """One sentence without its full stop."""
        return " ".join(self.draw(chance, count)).capitalize()

    def title(self, chance):
        """The opening of one example's title and words of others."""
        opening = chance.choice(self.openings)
        return f"{opening} {' '.join(self.draw(chance, chance.randint(2, 5)))} {chance.choice(self.endings)}"

    def _sentences(self, chance, count):
        words = self.draw(chance, count)
        while words:
            length = chance.randint(*SENTENCE)
            yield " ".join(words[:length]).capitalize() + "."
            del words[:length]


def _count_words():
    """Frequencies of words, and titles cut in two."""
    counts, openings, endings = {}, [], []
    for path in sorted(EXAMPLES.glob("*.json")):
        for sheet in json.loads(path.read_text()):
            words = sheet["title"].split()
            openings.append(" ".join(words[: len(words) // 2]))
            endings.append(" ".join(words[len(words) // 2 :]))
            for word in WORD.findall(" ".join(_texts(sheet)).lower()):
                counts[word] = counts.get(word, 0) + 1
    return counts, (openings, endings)


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
