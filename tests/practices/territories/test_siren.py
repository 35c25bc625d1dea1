import pytest
from django.core.exceptions import ValidationError

from practices.territories.siren import clean_siren


@pytest.mark.parametrize("text", ["215801945", "215 801 945", "215\u202f801\u202f945", " 215.801.945 "])
def test_clean_siren_returns_the_digits(text):
    assert clean_siren(text) == "215801945"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("21580194", "Le numéro SIREN compte neuf chiffres, par exemple 215\u202f801\u202f945."),
        ("FR215801945", "Le numéro SIREN compte neuf chiffres, par exemple 215\u202f801\u202f945."),
        ("２１５８０１９４５", "Le numéro SIREN compte neuf chiffres, par exemple 215\u202f801\u202f945."),
        (
            "215801946",
            "Ce numéro SIREN n’existe pas\u00a0: sa clé de contrôle est fausse. Vérifiez chaque chiffre.",
        ),
    ],
)
def test_clean_siren_refuses(text, reason):
    with pytest.raises(ValidationError) as caught:
        clean_siren(text)

    assert caught.value.messages == [reason]
