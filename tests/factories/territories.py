"""Collectivities and memberships. A plain TerritoryFactory() is a commune of Finistère of 18 000 people."""

import factory

from practices.territories import areas
from practices.territories.choices import MembershipRole, MembershipStatus, PositionKind, TerritoryKind
from practices.territories.models import EmailDomain, Membership, Territory, TerritoryAlias
from practices.territories.siren import has_luhn_key


def siren(number):
    """Return a valid SIREN, another for each number."""
    stem = f"29{number:06d}"
    return next(f"{stem}{key}" for key in range(10) if has_luhn_key(f"{stem}{key}"))


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory

    class Params:
        intercommunality = factory.Trait(
            kind=TerritoryKind.CC,
            name=factory.Sequence(lambda n: f"CC du Pays {n}"),
            code=factory.Sequence(siren),
            siren=factory.SelfAttribute("code"),
        )
        department = factory.Trait(
            kind=TerritoryKind.DEPARTEMENT,
            name=factory.LazyAttribute(lambda t: areas.DEPARTMENTS[t.department_code][0]),
            code=factory.LazyAttribute(lambda t: f"dep-{t.department_code}"),
        )
        region = factory.Trait(
            kind=TerritoryKind.REGION,
            name=factory.LazyAttribute(lambda t: areas.REGIONS[t.region_code]),
            code=factory.LazyAttribute(lambda t: f"reg-{t.region_code}"),
            region_code="53",
            department_code="",
            areas=factory.LazyAttribute(lambda t: [t.region_code]),
        )
        syndicat = factory.Trait(
            kind=TerritoryKind.SYNDICAT,
            name=factory.Sequence(lambda n: f"Syndicat mixte numérique {n}"),
            code=factory.Sequence(siren),
            siren=factory.SelfAttribute("code"),
            in_directory=False,
        )
        abroad = factory.Trait(
            kind=TerritoryKind.ETRANGER,
            name="Shawinigan",
            code=factory.Sequence(lambda n: f"x-shawinigan-{n}"),
            country="Canada",
            department_code="",
            in_directory=False,
        )
        overseas = factory.Trait(department_code="971")
        placed = factory.Trait(latitude=48.3904, longitude=-4.4861, position_kind=PositionKind.OWN)
        inactive = factory.Trait(is_active=False)

    kind = TerritoryKind.COMMUNE
    code = factory.Sequence(lambda n: f"{29_300 + n:05d}")
    name = factory.Sequence(lambda n: f"Plouville-{n}")
    insee_code = factory.LazyAttribute(lambda t: t.code if t.kind == TerritoryKind.COMMUNE else "")
    population = 18_000
    population_year = 2023
    department_code = "29"
    region_code = factory.LazyAttribute(
        lambda t: areas.DEPARTMENTS[t.department_code][1] if t.department_code else ""
    )
    areas = factory.LazyAttribute(
        lambda t: [f"{t.region_code}-{t.department_code}"] if t.department_code else []
    )
    in_directory = True


class TerritoryAliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TerritoryAlias

    code = factory.Sequence(lambda n: f"{95_000 + n:05d}")
    name = factory.Sequence(lambda n: f"Ancienne commune {n}")
    territory = factory.SubFactory(TerritoryFactory)


class MembershipFactory(factory.django.DjangoModelFactory):
    """Waits for a decision; confirmed=True, refused=True or referent=True for one that has been decided."""

    class Meta:
        model = Membership

    class Params:
        confirmed = factory.Trait(status=MembershipStatus.CONFIRMED)
        refused = factory.Trait(status=MembershipStatus.REFUSED)
        referent = factory.Trait(status=MembershipStatus.CONFIRMED, role=MembershipRole.REFERENT)

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    territory = factory.SubFactory(TerritoryFactory)
    function = "directrice générale des services"


class EmailDomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmailDomain

    domain = factory.Sequence(lambda n: f"ville-{n}.example")
    territory = factory.SubFactory(TerritoryFactory)
