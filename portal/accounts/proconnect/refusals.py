"""Why somebody does not come in by ProConnect: one page for each reason, that says what to do."""

import logging
from dataclasses import dataclass

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.shortcuts import render
from requests import RequestException

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reason:
    """`status` is what the page answers; `retry` whether trying again may do."""

    name: str
    status: int
    title: str
    text: str
    retry: bool = True


CANCELLED = Reason(
    "cancelled",
    200,
    "Vous n’êtes pas passé par ProConnect",
    "Vous avez renoncé, ou ProConnect n’a pas donné son accord. Rien n’a changé ici.",
)
OVER = Reason(
    "over",
    400,
    "Cette connexion ne sert plus",
    "Elle a déjà servi, elle date de plus de dix minutes, ou elle vient d’un autre navigateur. "
    "Rien n’a changé ici\u00a0: recommencez.",
)
UNAVAILABLE = Reason(
    "unavailable",
    503,
    "ProConnect ne répond pas",
    "Ce service de l’État est indisponible pour le moment. Réessayez dans quelques minutes, "
    "ou entrez avec votre adresse et votre mot de passe.",
)
UNTRUSTED = Reason(
    "untrusted",
    403,
    "La réponse de ProConnect n’a pas pu être vérifiée",
    "Par sécurité, nous ne l’avons pas suivie. Réessayez\u00a0; si cela se répète, écrivez à l’équipe "
    "du site.",
)
WEAK = Reason(
    "weak",
    403,
    "Cette identification n’est pas assez sûre",
    "Ce site demande davantage que ce que votre service d’identification a garanti. Activez la double "
    "authentification de votre compte professionnel, ou entrez avec votre adresse et votre mot de passe.",
)
NO_ADDRESS = Reason(
    "no_address",
    403,
    "ProConnect n’a pas transmis d’adresse électronique",
    "Il en faut une pour vous créer un compte. Créez-le ici, puis reliez-lui ProConnect depuis «\u00a0Mon "
    "compte\u00a0».",
    retry=False,
)
KNOWN_ADDRESS = Reason(
    "known_address",
    409,
    "Un compte existe déjà avec votre adresse",
    "ProConnect ne lui est pas relié, et nous ne le faisons jamais sans vous. Connectez-vous avec votre mot "
    "de passe, puis reliez ProConnect depuis «\u00a0Mon compte\u00a0»\u00a0: il servira la fois suivante.",
    retry=False,
)


class Refused(OAuth2Error):
    """The sign-in stops for this reason; `detail` is for the log, and holds nothing of the person."""

    def __init__(self, reason, detail=""):
        super().__init__(f"{reason.name} {detail}".strip())
        self.reason = reason


def reason_of(error) -> Reason:
    """What to tell of this exception: the provider does not answer, or refuses the code."""
    if isinstance(error, Refused):
        return error.reason
    return UNAVAILABLE if isinstance(error, RequestException) else OVER


def refuse(request, error, *, next_url=None):
    """The page of this refusal; whoever was logged in still is."""
    reason = reason_of(error)
    logger.warning(
        "ProConnect: %s", error if isinstance(error, Refused) else f"{reason.name} {type(error).__name__}"
    )
    context = {"reason": reason, "next_url": next_url}
    return render(request, "account/proconnect/refused.html", context, status=reason.status)
