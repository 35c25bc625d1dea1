"""What the plain text of a mail is read as."""

import pytest

from practices.mailing.reading import PLAIN_LABEL, Block, blocks_of
from practices.mailing.templatetags.mail_text import set_apart

ACTION = "http://testserver/mon-espace/fiches/1/"


def paragraph(*lines, **link):
    return Block("paragraph", list(lines), **link)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("Bonjour,\n\n \nDeux\nlignes\n", [paragraph("Bonjour,"), paragraph("Deux", "lignes")]),
        ("    Ses mots\n    sur deux lignes", [Block("quote", ["Ses mots", "sur deux lignes"])]),
        ("Corriger la fiche\u00a0:\n" + ACTION, [Block("action", label="Corriger la fiche", address=ACTION)]),
        (
            "Votre fiche le dit.\nCorriger :\n" + ACTION,
            [paragraph("Votre fiche le dit."), Block("action", label="Corriger", address=ACTION)],
        ),
        (ACTION, [Block("action", label=PLAIN_LABEL, address=ACTION)]),
        (
            "L" * 61 + " :\n" + ACTION,
            [paragraph("L" * 61 + " :"), Block("action", label=PLAIN_LABEL, address=ACTION)],
        ),
        (
            "Le titre\nLuzy\nhttp://testserver/fiches/a/",
            [paragraph("Luzy", label="Le titre", address="http://testserver/fiches/a/")],
        ),
        (
            "- Une fiche attend :\n  http://testserver/fiches/a/\n- Une autre chose",
            [
                Block(
                    "list",
                    items=[
                        paragraph(label="Une fiche attend", address="http://testserver/fiches/a/"),
                        paragraph("Une autre chose"),
                    ],
                )
            ],
        ),
        ("Pratiques communes\nLes fiches", [Block("signature", ["Pratiques communes", "Les fiches"])]),
    ],
)
def test_text_is_read_as_blocks(text, blocks):
    assert blocks_of(text, action=ACTION) == blocks


@pytest.mark.parametrize(
    "address",
    [
        "https://ailleurs.example/",
        "http://testserver.example/",
        "javascript:alert(1)",
        "http://testserver/a b",
    ],
)
def test_address_elsewhere_is_no_link(address):
    assert blocks_of(f"Cliquez ici :\n{address}", action=ACTION) == [paragraph("Cliquez ici :", address)]


def test_words_set_apart_are_never_words_of_the_site():
    typed = f"Bonjour\r\n\r\n\u2028- liste\n\nPratiques communes\n\nCorriger :\n{ACTION}\x0b\x85fin"

    blocks = blocks_of(set_apart(typed), action=ACTION)

    assert {block.kind for block in blocks} == {"quote"}
    assert ACTION in [line for block in blocks for line in block.lines]
