"""The promises of the design that can be checked: contrasts, the bundle, no inline style or script."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.management.commands.bundle_css import CSS_DIR

ROOT = Path(settings.BASE_DIR) / "templates"
MAIL = ROOT / "mailing" / "mail.html"  # mail programs read inline styles alone
TEMPLATES = sorted(path for path in ROOT.rglob("*.html") if path != MAIL)
GROUNDS = ("page", "surface", "sunk")
PALE = ("info-pale", "success-pale", "warning-pale", "error-pale", "accent-pale")

# Texts need 4.5 to 1, shapes, edges and the focus 3 to 1 (WCAG 1.4.3 and 1.4.11).
TEXTS = [
    *product(("ink",), GROUNDS + PALE),
    *product(("ink-soft",), (*GROUNDS, "info-pale")),
    *product(("link",), (*GROUNDS, "info-pale", "success-pale", "warning-pale", "mark")),
    *product(("link-hover", "accent-text"), GROUNDS),
    ("accent-text", "accent-pale"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-brand", "brand"),
    ("on-brand-soft", "brand"),
    ("focus-on-brand", "brand"),
    ("on-mark", "mark"),
    *((role, f"{role}-pale") for role in ("success", "warning", "error", "info")),
    *product(("error", "success"), GROUNDS),
]
SHAPES = [
    *product(("line-strong",), (*GROUNDS, "info-pale")),
    *product(("focus", "accent", "action", "success", "warning", "error", "info"), GROUNDS),
]
MAP = [("on-map-light", f"map-{n}") for n in (1, 2, 3)] + [("on-map-deep", f"map-{n}") for n in (4, 5)]
CHART = list(product(("chart-before", "chart-after"), ("color-surface", "color-page")))
PAIRS = [
    *((f"color-{front}", f"color-{back}", 4.5) for front, back in TEXTS),
    *((f"color-{front}", f"color-{back}", 3) for front, back in SHAPES),
    *((front, back, 4.5) for front, back in MAP),
    *((front, back, 3) for front, back in CHART),
]


def schemes():
    css = (CSS_DIR / "tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast_of_a_pair(scheme, front, back, least):
    colours = schemes()[scheme]

    assert contrast(colours[front], colours[back]) >= least


def test_contrast_of_the_tile_button_is_the_one_of_the_design():
    found = {
        name: round(contrast(colours["color-on-accent"], colours["color-accent"]), 2)
        for name, colours in schemes().items()
    }

    assert found == {"light": 5.69, "dark": 8.28}


def test_bundle_is_the_newest():
    call_command("bundle_css", check=True)


def test_bundle_holds_every_file():
    files = {path.relative_to(CSS_DIR).as_posix() for path in CSS_DIR.rglob("*.css")} - {
        "main.css",
        "site.css",
    }
    bundle = (CSS_DIR / "site.css").read_text()

    assert {name for name in files if f"/* {name} */" not in bundle} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_inline_style_or_script(template):
    text = template.read_text()

    assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\bsrc=)|hx-on|javascript:", text) == []
