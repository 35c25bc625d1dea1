import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from practices.fields import clean_sheet_html
from practices.plain_text import html_to_text
from practices.text_conventions import html_from_text, text_from_html

PAIRS = [
    ("Un paragraphe.", "<p>Un paragraphe.</p>"),
    ("Un.\n\nDeux.", "<p>Un.</p><p>Deux.</p>"),
    ("Une ligne\net une autre", "<p>Une ligne<br>et une autre</p>"),
    ("- pain\n- vin", "<ul><li>pain</li><li>vin</li></ul>"),
    ("1. pain\n2. vin", "<ol><li>pain</li><li>vin</li></ol>"),
    ("- pain\n  - complet\n- vin", "<ul><li>pain<ul><li>complet</li></ul></li><li>vin</li></ul>"),
    ("- pain\n  1. levain", "<ul><li>pain<ol><li>levain</li></ol></li></ul>"),
    ("- pain\n  complet", "<ul><li>pain<br>complet</li></ul>"),
    (
        "Il faut\u00a0:\n\n- du pain\n\nEt du vin.",
        "<p>Il faut\u00a0:</p><ul><li>du pain</li></ul><p>Et du vin.</p>",
    ),
    ("**Très** important", "<p><b>Très</b> important</p>"),
    ("__Très__ important", "<p><i>Très</i> important</p>"),
    ("**très __très__** important", "<p><b>très <i>très</i></b> important</p>"),
    (
        "Voir https://example.org/a_b.",
        '<p>Voir <a href="https://example.org/a_b">https://example.org/a_b</a>.</p>',
    ),
    ("[le site](https://example.org)", '<p><a href="https://example.org">le site</a></p>'),
    ("[**le** site](page:3)", '<p><a linktype="page" id="3"><b>le</b> site</a></p>'),
    ("[la note](document:12)", '<p><a linktype="document" id="12">la note</a></p>'),
    (
        "(https://fr.wikipedia.org/wiki/Mercure_(dieu))",
        '<p>(<a href="https://fr.wikipedia.org/wiki/Mercure_(dieu)">https://fr.wikipedia.org/wiki/Mercure_(dieu)</a>)</p>',
    ),
    ("\\- pas une liste", "<p>- pas une liste</p>"),
    ("3 * 4 et nom_de_fichier", "<p>3 * 4 et nom_de_fichier</p>"),
    ("C:\\partage et \\\\serveur", "<p>C:\\partage et \\\\serveur</p>"),
    ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "html"), PAIRS)
def test_html_from_text_writes_what_was_meant(text, html):
    assert html_from_text(text) == html


@pytest.mark.parametrize(("text", "html"), PAIRS)
def test_text_from_html_gives_the_text_back(text, html):
    assert text_from_html(html) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Il faut\u00a0:\n- pain\n- vin", "<p>Il faut\u00a0:</p><ul><li>pain</li><li>vin</li></ul>"),
        ("• pain\r\n• vin", "<ul><li>pain</li><li>vin</li></ul>"),
        ("- pain\n\n- vin", "<ul><li>pain</li><li>vin</li></ul>"),
        ("3. Une seule", "<p>3. Une seule</p>"),
        ("**jamais fermé", "<p>**jamais fermé</p>"),
        ("Signature\u00a0: ________", "<p>Signature\u00a0: ________</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("  \n\n un   mot \t", "<p>un mot</p>"),
    ],
)
def test_html_from_text_reads_what_people_type(text, html):
    assert html_from_text(text) == html


words = st.text(alphabet=string.ascii_letters + "éà ’*_[]()-.\\1\u00a0", min_size=1, max_size=12)
escaped_words = words.map(lambda text: text.replace("&", "&amp;"))
styled = st.one_of(
    escaped_words,
    escaped_words.map("<b>{}</b>".format),
    escaped_words.map("<i>{}</i>".format),
    escaped_words.map("<b>a<i>{}</i></b>".format),
    escaped_words.map('<a href="https://example.org/x_y">{}</a>'.format),
    escaped_words.map('<a href="https://example.org">https://example.org</a>{}'.format),
    escaped_words.map('<b>x</b><a linktype="page" id="7"><b>{}</b></a>'.format),
    st.just("<br/>"),
)
inline = st.lists(styled, min_size=1, max_size=5).map("".join)
items = st.lists(inline.map("<li>{}</li>".format), min_size=1, max_size=3).map("".join)
nested = st.tuples(inline, items).map(
    lambda pair: f"<ul><li>{pair[0]}<ol>{pair[1]}</ol></li><li>fin</li></ul>"
)
blocks = st.one_of(
    inline.map("<p>{}</p>".format), items.map("<ul>{}</ul>".format), items.map("<ol>{}</ol>".format), nested
)
documents = st.lists(blocks, max_size=4).map("".join)


@settings(max_examples=200, deadline=None)
@given(documents)
@example("<p>*<b>*</b></p>")
@example('<p><a href="https://example.org">a]</a>(</p>')
def test_rich_text_keeps_everything_through_plain_text(html):
    once = html_from_text(text_from_html(html))

    assert html_from_text(text_from_html(once)) == once
    assert "".join(html_to_text(once).split()) == "".join(html_to_text(clean_sheet_html(html)).split())


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab é*_[]()-.\\1:/hps\n#\t\u00a0", max_size=60) | st.text(max_size=60))
@example("https://a\\_b")
@example("\\\\- a")
@example("[a](https://x) [b](https://y)")
def test_plain_text_means_the_same_after_a_round_trip(text):
    html = html_from_text(text)

    assert html_from_text(text_from_html(html)) == html


def test_long_hostile_text_is_read_quickly():
    for sign in ("**a ", "[a ", "](https://", "\\", "https://(", "__", "- "):
        html_from_text(sign * 8_000)
