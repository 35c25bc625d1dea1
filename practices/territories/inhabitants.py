"""How many people live in several collectivities together, each counted once."""

from .choices import EPCI_KINDS, TerritoryKind

WIDE_KINDS = (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT)
KNOWN_KINDS = EPCI_KINDS | {TerritoryKind.COMMUNE, TerritoryKind.EPT, *WIDE_KINDS}


def inhabitants_of(territories) -> int | None:
    """The sum of their populations, less those who live in another of them; None when none is known.

    A commune counts with its intercommunality, its department or its region when these are there too. Of two
    that overlap in part the larger counts: the sum is at least right. The communes of a syndicat are not
    known: it counts alone, when it is larger than all others of France together. Reads the rows as they are:
    no query.
    """
    counted = sorted({one for one in territories if one.population is not None}, key=_largest_first)
    if not counted:
        return None
    abroad = [one for one in counted if one.is_abroad]
    apart = []
    for territory in (one for one in counted if one.kind in KNOWN_KINDS):
        if not any(_overlap(territory, other) for other in apart):
            apart.append(territory)
    others = [one.population for one in counted if one.kind not in KNOWN_KINDS and not one.is_abroad]
    return _sum(abroad) + max(_sum(apart), *others, 0)


def _largest_first(territory):
    return -territory.population, territory.pk


def _sum(territories):
    return sum(territory.population for territory in territories)


def _overlap(one, other) -> bool:
    """Whether the same people may live in both: communes do not overlap, nor do intercommunalities."""
    kinds = {one.kind, other.kind}
    if TerritoryKind.REGION in kinds:
        return bool(_regions(one) & _regions(other))
    if TerritoryKind.DEPARTEMENT in kinds or kinds == {TerritoryKind.METROPOLE, TerritoryKind.EPT}:
        return bool(set(one.areas) & set(other.areas))
    return one.pk in (other.epci_id, other.ept_id) or other.pk in (one.epci_id, one.ept_id)


def _regions(territory):
    return {path.partition("-")[0] for path in territory.areas}
