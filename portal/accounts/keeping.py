"""How long everything about a person is kept: the one table, which the privacy page prints.

A duration that stands here is the one that the code applies: the constants are those of the jobs.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from practices.audit.models import KEPT as AUDIT_KEPT
from practices.files.keeping import UNUSED_DAYS as REMOVED_FILE_DAYS
from practices.interviews.links import DAYS as LINK_DAYS
from practices.mailing.models import KEPT as TOLD_KEPT
from practices.models.attempt import KEPT as ATTEMPTS_KEPT
from practices.models.draft_key import KEPT as DRAFT_KEY_KEPT
from practices.reports.models import EMAIL_KEPT as REPORTER_KEPT
from practices.reports.models import KEPT as REPORT_KEPT
from search.alerts.models import CONFIRM_DAYS
from search.misses.models import EMAIL_KEPT, KEPT, RARE_KEPT
from search.remembering import REMEMBERED_FOR

UNUSED_DAYS = 730  # since the last login, or the sign-up: two years
# Days before the end at which each warning leaves, in this order.
WARNED_DAYS = (60, 14)
MAIL_LOG_DAYS = 30
LOGIN_LOG_DAYS = 365


@dataclass(frozen=True)
class Kept:
    what: str
    how_long: str


PROCONNECT = Kept(
    "Le lien d’un compte avec ProConnect, et le SIREN de l’employeur",
    "Jusqu’à ce que la personne le détache, ou jusqu’à la fermeture du compte.",
)


def durations() -> list[Kept]:
    """The rows of the table, in the words of the privacy page."""
    first, second = WARNED_DAYS
    return [
        Kept(
            "Un compte",
            f"Jusqu’à sa fermeture par la personne, ou {UNUSED_DAYS // 365}\u00a0ans sans connexion\u00a0: "
            f"deux messages préviennent, {first}\u00a0jours puis {second}\u00a0jours avant.",
        ),
        *([PROCONNECT] if settings.PROCONNECT_ISSUER else []),
        Kept(
            "Une fiche, ses échanges, son historique et les réponses sur ce qu’elle devient",
            "Tant que la collectivité ou les associations la gardent. Ils sont à la collectivité\u00a0: le "
            "nom de la personne disparaît quand son compte est fermé.",
        ),
        Kept(
            "Le nom, la fonction et l’adresse de qui a été entendu ou a signé, pour une fiche écrite après "
            "un appel",
            "Tant que la fiche est gardée\u00a0: ils disent qui a répondu pour la collectivité. Ils ne sont "
            f"pas publiés, sauf la fonction du signataire. Le lien pour signer sert {_days(LINK_DAYS)}.",
        ),
        Kept(
            "L’adresse donnée pour une collectivité associée qui n’a pas de compte",
            "Avec la fiche\u00a0: elle dit d’où vient la réponse. Les associations l’effacent sur demande.",
        ),
        Kept(
            "La marque d’une page où l’on écrit une fiche, pour qu’elle n’enregistre rien deux fois",
            f"{_days(DRAFT_KEY_KEPT)} après son dernier enregistrement.",
        ),
        Kept(
            "L’adresse et le téléphone du contact d’une fiche",
            "Avec la fiche, et avec ses versions passées. La collectivité les change quand elle veut.",
        ),
        Kept(
            "Le texte en cours d’écriture, gardé aussi dans le navigateur de la personne",
            "Jusqu’à son enregistrement par le site, ou jusqu’à ce que la personne l’écarte.",
        ),
        Kept("Un fichier envoyé pour un import", "Un jour au plus après le dernier geste."),
        Kept("Un fichier retiré d’une fiche", _days(REMOVED_FILE_DAYS)),
        Kept("La session d’une personne connectée", _days(settings.SESSION_COOKIE_AGE // 86_400)),
        Kept(
            "Une alerte", f"Jusqu’à son arrêt\u00a0; {_days(CONFIRM_DAYS)} si l’adresse n’est pas confirmée."
        ),
        Kept(
            "L’adresse laissée avec un souhait",
            f"Jusqu’à la réponse, au plus {_days(EMAIL_KEPT)}.",
        ),
        Kept(
            "L’adresse laissée avec le signalement d’un problème",
            f"Jusqu’à la réponse, au plus {_days(REPORTER_KEPT)}.",
        ),
        Kept("Le texte d’un signalement", f"{_days(REPORT_KEPT)} après qu’il est traité."),
        Kept(
            "Les recherches sans résultat, sans nom",
            f"{_days(RARE_KEPT)} quand peu de gens les font, {_days(KEPT)} sinon.",
        ),
        Kept(
            "La collectivité choisie pour comparer, dans un cookie de son navigateur",
            f"{_days(REMEMBERED_FOR)}, ou jusqu’à ce que la personne l’oublie.",
        ),
        Kept("L’empreinte de ce qui limite les envois répétés, sans adresse", _days(ATTEMPTS_KEPT)),
        Kept("Ce qui a été rappelé à une personne, pour ne pas le lui redire", _days(TOLD_KEPT)),
        Kept("Le journal des messages envoyés", _days(MAIL_LOG_DAYS)),
        Kept("Le journal des connexions et de leurs échecs", _days(LOGIN_LOG_DAYS)),
        Kept(
            "Le journal des actes\u00a0: qui a fait quoi, et les connexions de qui entre dans "
            "l’administration, sans aucun texte",
            _days(AUDIT_KEPT),
        ),
    ]


def _days(duration):
    days = duration.days if isinstance(duration, timedelta) else duration
    return f"{days}\u00a0jours"
