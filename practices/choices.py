"""The fixed vocabularies of a sheet. Values stand in URLs, files and the index: never renamed."""

from django.db.models import TextChoices


class Mutualisation(TextChoices):
    NONE = "aucune", "Aucune mutualisation"
    TOWN_EPCI = "ville-intercommunalite", "Ville et intercommunalité"
    SHARED_SERVICE = "service-commun", "Service commun"
    AGREEMENT = "entente", "Entente"
    JOINT_PURCHASE = "groupement-de-commandes", "Groupement de commandes"
    CONVENTION = "convention", "Convention"
    SYNDICATE = "syndicat", "Syndicat"
    PUBLIC_COMPANY = "societe-publique-locale", "Société publique locale"
    STAFF_LOAN = "pret-d-agents", "Prêt d’agents"
    DIGITAL_COMMONS = "commun-numerique", "Commun numérique"
    CROSS_BORDER = "cooperation-transfrontaliere", "Coopération transfrontalière ou internationale"


class State(TextChoices):
    IDEA = "idee", "Idée"
    TRIAL = "experimentation", "Expérimentation"
    RUNNING = "en-service", "En service"
    WIDE = "generalisee", "Généralisée"
    STOPPED = "arretee", "Arrêtée"


class CostBand(TextChoices):
    FREE = "gratuit", "Gratuit"
    UNDER_1000 = "moins-1000", "Moins de 1\u202f000\u00a0€"
    UNDER_5000 = "moins-5000", "De 1\u202f000 à 5\u202f000\u00a0€"
    UNDER_25000 = "moins-25000", "De 5\u202f000 à 25\u202f000\u00a0€"
    UNDER_100000 = "moins-100000", "De 25\u202f000 à 100\u202f000\u00a0€"
    UNDER_500000 = "moins-500000", "De 100\u202f000 à 500\u202f000\u00a0€"
    MORE = "plus-500000", "500\u202f000\u00a0€ et plus"
    UNKNOWN = "non-precise", "Non précisé"


# Upper bounds in euros, not included: investment and one year's running together.
COST_LIMITS = (
    (1, CostBand.FREE),
    (1_000, CostBand.UNDER_1000),
    (5_000, CostBand.UNDER_5000),
    (25_000, CostBand.UNDER_25000),
    (100_000, CostBand.UNDER_100000),
    (500_000, CostBand.UNDER_500000),
)


def cost_band(euros):
    """The band of a cost in euros; `UNKNOWN` for None."""
    if euros is None:
        return CostBand.UNKNOWN
    return next((band for limit, band in COST_LIMITS if euros < limit), CostBand.MORE)


class Evidence(TextChoices):
    DECLARED = "declaree", "Déclarée"
    ATTACHED = "piece-jointe", "Pièce jointe"
    MEASURED = "mesuree", "Mesurée"
    REUSED = "reprise", "Reprise ailleurs"


class Evaluation(TextChoices):
    NONE = "aucune", "Pas d’évaluation"
    INTERNAL = "interne", "Évaluation interne"
    EXTERNAL = "externe", "Évaluation externe"


class Licence(TextChoices):
    OPEN = "licence-ouverte-2.0", "Licence Ouverte 2.0"
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"


class Audience(TextChoices):
    RESIDENTS = "habitants", "Habitants"
    STAFF = "agents", "Agents"
    OFFICIALS = "elus", "Élus"
    COMPANIES = "entreprises", "Entreprises"
    ASSOCIATIONS = "associations", "Associations"
    PUPILS = "scolaires", "Scolaires"
    ELDERLY = "personnes-agees", "Personnes âgées"
    OFFLINE = "personnes-eloignees", "Personnes éloignées du numérique"


class Language(TextChoices):
    """Of an attached file, where it is known."""

    FRENCH = "fr", "français"
    ENGLISH = "en", "anglais"
    GERMAN = "de", "allemand"
    SPANISH = "es", "espagnol"
    ITALIAN = "it", "italien"
    DUTCH = "nl", "néerlandais"
    CATALAN = "ca", "catalan"
    BRETON = "br", "breton"
    BASQUE = "eu", "basque"
    CORSICAN = "co", "corse"
    OCCITAN = "oc", "occitan"


class AttachmentKind(TextChoices):
    CONVENTION = "convention", "Convention"
    DELIBERATION = "deliberation", "Délibération"
    REUSABLE = "reutilisable", "Fichier à réutiliser"
    PROOF = "preuve", "Pièce à l’appui des résultats"
