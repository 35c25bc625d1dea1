import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from portal.pages.models import StandardPage
from practices.models import Theme
from tests.factories.territories import TerritoryFactory


def counts_on(response):
    context = response.context_data
    return (
        context["total"],
        [band["count"] for band in context["bands"]],
        {theme.path: theme.count for theme in context["themes"] if theme.count},
    )


def test_home_page_counts_sheets_by_band_and_theme(client, add_sheet):
    backup = Theme.objects.get(path="cybersecurite/sauvegarde")
    telework = Theme.objects.get(path="teletravail")
    add_sheet(lead=TerritoryFactory(population=999), themes=[backup, backup.parent])
    add_sheet(lead=TerritoryFactory(population=1_000), themes=[backup, telework])
    add_sheet(lead=TerritoryFactory(population=250_000))
    add_sheet(lead=TerritoryFactory(intercommunality=True, population=250_000))
    add_sheet(lead=TerritoryFactory(population=500), archived_at=timezone.now(), themes=[telework])
    add_sheet(lead=TerritoryFactory(population=500), live=False, themes=[telework])

    response = client.get("/")

    assert counts_on(response) == (4, [1, 1, 0, 0, 0, 0, 1], {"cybersecurite": 2, "teletravail": 1})


@pytest.mark.parametrize("sheets", [1, 6])
def test_home_page_asks_the_database_a_constant_number_of_times(
    client, add_sheet, django_assert_num_queries, sheets
):
    theme = Theme.objects.get(path="teletravail")
    for _ in range(sheets):
        add_sheet(lead=TerritoryFactory(), themes=[theme])
    client.get("/")

    with django_assert_num_queries(15):
        response = client.get("/")

    assert len(response.context_data["latest"]) == min(sheets, 3)


def test_home_page_without_any_sheet_promises_no_number(client, home):
    assertContains(client.get("/"), "Les villes et les intercommunalités racontent")


def test_standard_page_is_cleaned_whichever_door_it_came_through(client, home):
    page = home.add_child(
        instance=StandardPage(title="Essai", body='<p onclick="x()">Oui ?</p><script>alert(1)</script>')
    )

    assert StandardPage.objects.get(pk=page.pk).body == "<p>Oui ?</p>"
    assertContains(client.get("/essai/"), "<p>Oui\u202f?</p>", html=True)


def test_footer_lists_the_pages_that_stand_in_menus(client, home):
    StandardPage.objects.filter(slug="aide").update(show_in_menus=False)

    footer = client.get("/mentions-legales/").content.decode().partition("site-footer__legal")[2]

    assert 'href="/accessibilite/"' in footer
    assert 'href="/aide/"' not in footer


def test_site_map_lists_pages_and_themes(client, home):
    response = client.get("/plan-du-site/")

    assertContains(response, 'href="/donnees-personnelles/"')
    assertContains(response, 'href="/fiches/?theme=cybersecurite/sauvegarde"')
