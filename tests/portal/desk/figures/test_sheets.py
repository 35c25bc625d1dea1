"""Where sheets stand, what they cover, what is asked of towns."""

from collections import Counter

import pytest
from django.utils import timezone
from wagtail.models import Comment

from portal.desk.figures import coverage
from portal.desk.figures.months import last_months
from portal.desk.figures.outcomes import remarked_fields, verdicts
from portal.desk.figures.reviews import all_reviews
from portal.desk.figures.standing import count_by_status
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.status import standings
from practices.territories.bands import BAND_LABELS, COMMUNE_BOUNDS, EPCI_BOUNDS, band_of
from practices.territories.choices import TerritoryKind
from practices.territories.models import Territory
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def figure(name):
    return next(one for one in coverage.coverage() if one.name == name)


def test_status_is_that_of_every_other_page(reviewed, member):
    today = f"{timezone.localdate()}"
    reviewed(today)
    reviewed(today, (today, Verdict.CHANGES))
    changed = reviewed(today, (today, Verdict.APPROVED))
    changed.save_revision()
    reviewed(today, (today, Verdict.REFUSED))
    PracticeFactory()
    PracticeFactory(published=True)
    PracticeFactory(archived=True)
    unpublished = PracticeFactory(published=True)
    unpublished.unpublish()

    counted = count_by_status()

    expected = Counter(one.status for one in standings(PracticePage.objects.all()).values())
    assert counted == expected
    assert len(expected) == 7


def test_regions_tell_sheets_and_collectivities_of_the_directory():
    brest, nantes = TerritoryFactory(department_code="29"), TerritoryFactory(department_code="44")
    TerritoryFactory(department_code="35")
    for _ in range(2):
        PracticeFactory(published=True, lead=brest)
    PracticeFactory(published=True, lead=nantes)
    PracticeFactory(lead=nantes)
    PracticeFactory(archived=True, lead=nantes)

    rows = {row[0]: row[1:] for row in figure("regions").rows}

    assert rows == {"Bretagne": (2, 1, 2, "peu de fiches"), "Pays de la Loire": (1, 1, 1, "peu de fiches")}


def test_theme_without_a_sheet_is_told():
    covered, bare = ThemeFactory(), ThemeFactory()
    child = ThemeFactory(parent=covered)
    for themes in ([covered], [child], [covered, child]):
        PracticeFactory(published=True, themes=themes)

    assert figure("themes").rows == ((covered.name, 3, ""), (bare.name, 0, "aucune fiche"))


def test_bands_of_the_directory_are_those_of_the_rules():
    edges = [(TerritoryKind.COMMUNE, bound) for bound in COMMUNE_BOUNDS]
    edges += [(TerritoryKind.CC, bound) for bound in EPCI_BOUNDS]
    for kind, bound in edges:
        for population in {max(bound - 1, 0), bound}:
            TerritoryFactory(kind=kind, population=population)
    TerritoryFactory(kind=TerritoryKind.DEPARTEMENT, population=500_000)

    counted = coverage.towns_by_band()

    towns = Territory.objects.values_list("kind", "population")
    assert counted == dict.fromkeys(BAND_LABELS, 0) | Counter(
        band for band in (band_of(*town) for town in towns) if band
    )


def test_sheet_of_no_band_is_not_lost():
    PracticeFactory(published=True, lead=TerritoryFactory(kind=TerritoryKind.SYNDICAT, population=None))

    assert figure("strates").rows[-1][:3] == (coverage.OTHER_BANDS, 1, 1)


def test_verdicts_are_counted_by_association(reviewed):
    today = f"{timezone.localdate()}"
    reviewed(today, (today, Verdict.CHANGES), (today, Verdict.APPROVED))
    reviewed("2020-01-02", ("2020-01-03", Verdict.REFUSED))  # before the period

    rows = verdicts(all_reviews({}), last_months(1), ["Autres"]).rows

    assert rows == (
        ("Publiée", 1, 1),
        ("Modifications demandées", 1, 1),
        ("Refusée", 0, 0),
        ("Retirée par la collectivité", 0, 0),
    )


def test_remarks_are_counted_by_field_in_the_words_of_the_form(moderator):
    practice = PracticeFactory()
    for path in ("summary", "summary", "indicators.1234.name", "slug"):
        Comment.objects.create(page=practice, user=moderator, contentpath=path, text="Mme Durand ?")

    figure = remarked_fields(last_months(1))

    assert figure.rows[0] == ("En une phrase", 2)
    assert dict(figure.rows) == {"En une phrase": 2, "Ce que vous avez mesuré": 1, "slug": 1}
