"""What a moderator may add beside the official directory: syndicats, other bodies, partners abroad."""

from django.utils import timezone

from .choices import TerritoryKind

MANUAL_KINDS = (TerritoryKind.SYNDICAT, TerritoryKind.AUTRE, TerritoryKind.ETRANGER)
FIRST_CENSUS = 1900


def find_errors(territory):
    """Return {field: reason} for a territory outside the directory; the SIREN itself is checked apart."""
    errors = {}
    if territory.kind not in MANUAL_KINDS:
        errors["kind"] = "Ce type vient de l’annuaire officiel\u00a0: il ne s’ajoute pas à la main."
    elif territory.kind == TerritoryKind.ETRANGER:
        errors |= _abroad(territory)
    else:
        errors |= _in_france(territory)
    return errors | _position(territory) | _population(territory)


def _abroad(territory):
    errors = {}
    if not territory.country or territory.country.casefold() == "france":
        errors["country"] = "Indiquez le pays, autre que la France."
    if territory.siren:
        errors["siren"] = "Une collectivité étrangère n’a pas de SIREN\u00a0: laissez ce champ vide."
    if territory.department_code:
        errors["department_code"] = (
            "Une collectivité étrangère n’a pas de département\u00a0: laissez ce champ vide."
        )
    return errors


def _in_france(territory):
    errors = {}
    if territory.country != "France":
        errors["country"] = (
            "Pour un partenaire hors de France, choisissez le type «\u00a0Hors de France\u00a0»."
        )
    if territory.kind == TerritoryKind.SYNDICAT and not territory.siren:
        errors["siren"] = "Indiquez le numéro SIREN du syndicat."
    if not territory.department_code:
        errors["department_code"] = "Choisissez le département du siège."
    return errors


def _position(territory):
    errors = {}
    latitude, longitude = territory.latitude, territory.longitude
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        errors[missing] = "Donnez la latitude et la longitude, ou aucune des deux."
    if latitude is not None and not -90 <= latitude <= 90:
        errors["latitude"] = "La latitude va de -90 à 90."
    if longitude is not None and not -180 <= longitude <= 180:
        errors["longitude"] = "La longitude va de -180 à 180."
    return errors


def _population(territory):
    year, this_year = territory.population_year, timezone.localdate().year
    if territory.population is not None and not year:
        return {"population_year": "Indiquez l’année de ce chiffre de population."}
    if year and not FIRST_CENSUS <= year <= this_year:
        return {"population_year": f"L’année va de {FIRST_CENSUS} à {this_year}."}
    return {}
