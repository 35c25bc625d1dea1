from django.db import models


class TerritoryKind(models.TextChoices):
    """The values stand in URLs (facet `type`), exports and import files."""

    COMMUNE = "commune", "Commune"
    CC = "cc", "Communauté de communes"
    CA = "ca", "Communauté d’agglomération"
    CU = "cu", "Communauté urbaine"
    METROPOLE = "metropole", "Métropole"
    EPT = "ept", "Établissement public territorial"
    SYNDICAT = "syndicat", "Syndicat"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    AUTRE = "autre", "Autre collectivité"
    ETRANGER = "etranger", "Hors de France"


# EPCI with their own taxes: each present commune belongs to one of these, or to none.
EPCI_KINDS = frozenset({TerritoryKind.CC, TerritoryKind.CA, TerritoryKind.CU, TerritoryKind.METROPOLE})
# All that is counted in the bands of intercommunalities.
INTERCOMMUNAL_KINDS = EPCI_KINDS | {TerritoryKind.EPT}


class PositionKind(models.TextChoices):
    OWN = "own", "Position de la collectivité"
    MEMBERS = "members", "Centre des communes de l’intercommunalité"
    DEPARTMENT = "department", "Centre du département (approché)"
    NONE = "none", "Sans position"


class MembershipStatus(models.TextChoices):
    PENDING = "pending", "En attente"
    CONFIRMED = "confirmed", "Confirmé"
    REFUSED = "refused", "Refusé"
    ENDED = "ended", "Terminé"


class MembershipRole(models.TextChoices):
    """A referent also decides who speaks for the collectivity, and sends its sheets when it asks for that."""

    CONTRIBUTOR = "contributor", "Contributeur"
    REFERENT = "referent", "Référent"
