"""SIREN numbers: nine digits, the last one a Luhn key."""

import re

from django.core.exceptions import ValidationError


def clean_siren(text):
    """Return the nine digits of a SIREN, spaces or not; raise ValidationError with a French reason."""
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise ValidationError(
            "Le numéro SIREN compte neuf chiffres, par exemple 215\u202f801\u202f945.", code="siren"
        )
    if not has_luhn_key(digits):
        raise ValidationError(
            "Ce numéro SIREN n’existe pas\u00a0: sa clé de contrôle est fausse. Vérifiez chaque chiffre.",
            code="siren",
        )
    return digits


def has_luhn_key(digits):
    """Say whether the digits pass the Luhn check."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
