"""The French of the templates follows the typographic rules."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")])
NOT_TEXT = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<svg.*?</svg>|<script.*?</script>|<!--.*?-->", re.DOTALL
)
ATTRIBUTES = re.compile(r'\s(?:aria-label|alt|title|content)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
FAULTS = re.compile(r"\w'\w| [;:!?»](?=\s|$)|« |\.\.\.|(?<=[\w»])[!?](?=\s|$)")


def faults_of(text):
    return [text[max(0, match.start() - 20) : match.end() + 10] for match in FAULTS.finditer(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_follows_french_typography(path):
    source = NOT_TEXT.sub("", path.read_text())
    words = " ".join(ATTRIBUTES.findall(source)) + "\n" + TAG.sub("\n", source)
    words = words.replace("&nbsp;", "\u00a0").replace("&#8239;", "\u202f").replace("&amp;", "&")

    assert faults_of(words) == []
