import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.html import escape

from practices.territories.admin.membership_panels import role_said
from practices.territories.models import EmailDomain, Membership, Territory
from tests.factories.accounts import UserFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SYNDICAT = {
    "kind": "syndicat",
    "name": "Syndicat mixte Mégalis",
    "siren": "200 057 867",
    "department_code": "29",
    "country": "France",
    "population": "",
    "population_year": "",
    "latitude": "",
    "longitude": "",
    "is_active": "on",
}


@pytest.fixture
def moderator(client):
    """Somebody with the rights of a moderator on collectivities, logged in."""
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=[
                "access_admin",
                "add_territory",
                "change_territory",
                "delete_territory",
                "view_territory",
                "add_emaildomain",
                "view_emaildomain",
                "change_membership",
                "view_membership",
            ]
        )
    )
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def url(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def labels(response):
    return [territory.label for territory in response.context["page_obj"]]


def test_list_searches_names_in_any_spelling(client, moderator):
    TerritoryFactory(name="Saint-Aubin", department_code="40")
    TerritoryFactory(name="L’Isle-Adam", department_code="95")

    found = [
        labels(client.get(url(Territory, "list"), {"q": text})) for text in ("st aubin", "L'ISLE ADAM", "")
    ]

    assert found == [["Saint-Aubin (40)"], ["L’Isle-Adam (95)"], ["L’Isle-Adam (95)", "Saint-Aubin (40)"]]


def test_list_filters_by_kind_region_and_origin(client, moderator):
    TerritoryFactory(name="Brest")
    TerritoryFactory(name="Auch", department_code="32")
    TerritoryFactory(intercommunality=True, name="Brest Métropole")
    TerritoryFactory(abroad=True)

    found = [
        labels(client.get(url(Territory, "list"), query))
        for query in ({"kind": "cc"}, {"region_code": "53", "kind": "commune"}, {"in_directory": "False"})
    ]

    assert found == [["Brest Métropole (29)"], ["Brest (29)"], ["Shawinigan (Canada)"]]


def test_list_orders_by_a_clicked_column_while_searching(client, moderator):
    TerritoryFactory(name="Saint-Aubin", department_code="40", population=500)
    TerritoryFactory(name="Saint-Aubin", department_code="10", population=900)

    response = client.get(url(Territory, "list"), {"q": "saint aubin", "ordering": "population"})

    assert labels(response) == ["Saint-Aubin (40)", "Saint-Aubin (10)"]


def test_adding_a_syndicat(client, moderator):
    response = client.post(url(Territory, "add"), SYNDICAT)

    territory = Territory.objects.get()
    assert response.status_code == 302
    assert (territory.siren, territory.code, territory.areas, territory.in_directory) == (
        "200057867",
        "200057867",
        ["53-29"],
        False,
    )


def test_adding_a_partner_abroad(client, moderator):
    partner = {
        "kind": "etranger",
        "name": "Shawinigan",
        "siren": "",
        "department_code": "",
        "country": "Canada",
        "population": "49620",
        "population_year": "2021",
        "latitude": "46.5668",
        "longitude": "-72.7491",
    }

    client.post(url(Territory, "add"), SYNDICAT | partner)

    territory = Territory.objects.get()
    assert (territory.code, territory.label, territory.area_paths, territory.position) == (
        "x-shawinigan",
        "Shawinigan (Canada)",
        ["etranger"],
        (46.5668, -72.7491),
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"siren": "123"}, "Le numéro SIREN compte neuf chiffres"),
        ({"siren": "200057868"}, "sa clé de contrôle est fausse"),
        ({"siren": ""}, "Indiquez le numéro SIREN du syndicat."),
        ({"department_code": ""}, "Choisissez le département du siège."),
        ({"kind": "commune"}, "Sélectionnez un choix valide"),
        ({"name": ""}, "Champ requis"),
    ],
)
def test_adding_says_what_is_wrong_and_keeps_what_was_typed(client, moderator, values, sentence):
    response = client.post(url(Territory, "add"), SYNDICAT | values)

    assert response.status_code == 200
    assert escape(sentence) in response.content.decode()
    assert not Territory.objects.exists()


def test_a_row_of_the_directory_is_shown_not_changed(client, moderator):
    territory = TerritoryFactory(name="Brest")

    edit = client.post(url(Territory, "edit", territory.pk), SYNDICAT)
    delete = client.post(url(Territory, "delete", territory.pk))
    inspect = client.get(url(Territory, "inspect", territory.pk))
    bulk = reverse("wagtail_bulk_action", args=["territories", "territory", "delete"])
    client.post(f"{bulk}?id={territory.pk}")

    assert (edit.status_code, edit.url) == (302, url(Territory, "inspect", territory.pk))
    assert delete.status_code == 302
    assert "Brest" in inspect.content.decode()
    assert "18\u202f000\u00a0habitants" in inspect.content.decode()
    assert Territory.objects.get().name == "Brest"


def test_list_says_yes_or_no_in_french(client, moderator):
    TerritoryFactory(name="Brest")
    TerritoryFactory(name="Camaret", inactive=True)

    html = client.get(url(Territory, "list")).text

    assert re.findall(r">\s*(Oui|Non|True|False)\s*<", html.split("<tbody>")[1]) == ["Oui", "Non"]


def test_page_of_a_territory_names_in_french_what_is_known(client, moderator):
    territory = TerritoryFactory(name="Brest")

    fields = client.get(url(Territory, "inspect", territory.pk)).context["fields"]

    values = {field["label"]: field["value"] for field in fields}
    assert (values["Population"], values["Active"]) == ("18\u202f000\u00a0habitants", "Oui")
    assert {"Lieu", "Source"} < values.keys()
    assert "Remplacée par" not in values


def test_what_is_not_known_of_a_membership_is_said_in_french(client, moderator):
    membership = MembershipFactory(territory=TerritoryFactory())

    html = client.get(url(Membership, "edit", membership.pk)).text

    assert html.count(">Non renseigné<") == 2
    assert not re.search(r">\s*None\s*<", html)


def test_a_territory_added_by_hand_can_be_changed_and_deleted(client, moderator):
    client.post(url(Territory, "add"), SYNDICAT)
    territory = Territory.objects.get()

    client.post(url(Territory, "edit", territory.pk), SYNDICAT | {"name": "Mégalis Bretagne"})
    territory.refresh_from_db()
    name = territory.name
    client.post(url(Territory, "delete", territory.pk))

    assert name == "Mégalis Bretagne"
    assert not Territory.objects.exists()


def test_chooser_finds_active_territories(client, moderator):
    TerritoryFactory(name="Saint-Aubin", department_code="40")
    TerritoryFactory(name="Saint-Aubin", department_code="10", inactive=True)
    names = Territory.snippet_viewset.chooser_viewset

    response = client.get(reverse(names.get_url_name("choose_results")), {"q": "st aubin"})

    assert [territory.label for territory in response.context["results"]] == ["Saint-Aubin (40)"]


def test_memberships_that_wait_come_first(client, moderator):
    decided = MembershipFactory(confirmed=True)
    first, second = MembershipFactory(), MembershipFactory()

    everything = client.get(url(Membership, "list"))
    confirmed = client.get(url(Membership, "list"), {"status": "confirmed"})

    assert list(everything.context["page_obj"]) == [first, second, decided]
    assert list(confirmed.context["page_obj"]) == [decided]


def test_the_number_of_queries_does_not_follow_the_number_of_memberships(
    client, moderator, django_assert_max_num_queries
):
    for _ in range(12):
        MembershipFactory()
    client.get(url(Membership, "list"))

    with django_assert_max_num_queries(17):
        client.get(url(Membership, "list"))


def test_who_asks_is_recognised_by_their_address(client, moderator):
    membership = MembershipFactory(function="Adjointe au numérique")

    listing = client.get(url(Membership, "list")).text
    page = client.get(url(Membership, "edit", membership.pk)).text

    assert f"{membership.user.email}<br>Adjointe au numérique" in listing
    assert escape(f"{membership.user}, {membership.user.email}") in page


def test_role_is_the_one_that_the_person_will_have(client, moderator):
    first = MembershipFactory()
    second = MembershipFactory(territory=MembershipFactory(referent=True).territory)
    pages = {row.pk: client.get(url(Membership, "edit", row.pk)).text for row in (first, second)}
    listing = client.get(url(Membership, "list"))
    said = {row.pk: role_said(row) for row in listing.context["page_obj"] if row.is_pending}

    assert said == {first.pk: "Sera référent", second.pk: "Sera contributeur"}
    for membership in (first, second):
        assert said[membership.pk] in pages[membership.pk]
        assert said[membership.pk] in listing.text
        client.post(reverse("confirm_membership", args=[membership.pk]))
        membership.refresh_from_db()
        assert said[membership.pk] == f"Sera {membership.get_role_display().lower()}"


def test_one_click_confirms(client, moderator):
    membership = MembershipFactory()
    listing = url(Membership, "list")
    page = client.get(listing).content.decode()
    action = reverse("confirm_membership", args=[membership.pk])

    response = client.post(action, {"next": listing}, follow=True)

    membership.refresh_from_db()
    assert f'action="{action}"' in page
    assert (membership.status, membership.decided_by) == ("confirmed", moderator)
    assert escape(f"{membership.user} peut maintenant agir pour {membership.territory}.") in (
        response.content.decode()
    )


def test_one_click_refuses(client, moderator):
    membership = MembershipFactory()

    client.post(reverse("refuse_membership", args=[membership.pk]))

    membership.refresh_from_db()
    assert membership.status == "refused"


def test_a_decision_is_posted_by_somebody_who_may(client, moderator):
    own = MembershipFactory(user=moderator)

    get = client.get(reverse("confirm_membership", args=[own.pk]))
    post = client.post(reverse("confirm_membership", args=[own.pk]))

    own.refresh_from_db()
    assert (get.status_code, post.status_code, own.status) == (405, 302, "pending")
    assert (
        reverse("confirm_membership", args=[own.pk])
        not in client.get(url(Membership, "list")).content.decode()
    )


def test_several_are_decided_at_once(client, moderator):
    chosen = [MembershipFactory(), MembershipFactory()]
    own = MembershipFactory(user=moderator)
    ids = "&".join(f"id={membership.pk}" for membership in (*chosen, own))
    action = reverse("wagtail_bulk_action", args=["territories", "membership", "confirm"])

    question = client.get(f"{action}?{ids}").content.decode()
    client.post(f"{action}?{ids}")

    assert "Ces personnes pourront agir pour leur collectivité" in question
    assert sorted(Membership.objects.values_list("pk", "status")) == sorted(
        [(chosen[0].pk, "confirmed"), (chosen[1].pk, "confirmed"), (own.pk, "pending")]
    )


def test_several_are_refused_at_once(client, moderator):
    membership = MembershipFactory()
    action = reverse("wagtail_bulk_action", args=["territories", "membership", "refuse"])

    client.post(f"{action}?id={membership.pk}")

    membership.refresh_from_db()
    assert membership.status == "refused"


def test_nobody_adds_a_membership_in_the_admin(client, moderator):
    moderator.user_permissions.add(Permission.objects.get(codename="add_membership"))

    assert client.get(url(Membership, "add")).status_code == 302


def test_editing_a_membership_changes_the_function_only(client, moderator):
    membership = MembershipFactory()

    client.post(url(Membership, "edit", membership.pk), {"function": "maire", "status": "confirmed"})

    membership.refresh_from_db()
    assert (membership.function, membership.status) == ("maire", "pending")


def test_menu_groups_collectivities_and_memberships(client, moderator):
    page = client.get(reverse("wagtailadmin_home"), follow=True).content.decode()

    assert "Rattachements" in page


def test_moderator_records_the_domain_of_a_collectivity(client, moderator):
    territory = TerritoryFactory()

    client.post(url(EmailDomain, "add"), {"domain": "@Ville-Luzy.fr", "territory": territory.pk})

    assert list(EmailDomain.objects.values_list("domain", "territory")) == [("ville-luzy.fr", territory.pk)]
    assert "ville-luzy.fr" in client.get(url(EmailDomain, "list")).content.decode()


def test_moderator_cannot_record_a_public_provider(client, moderator):
    response = client.post(
        url(EmailDomain, "add"), {"domain": "orange.fr", "territory": TerritoryFactory().pk}
    )

    assert "Tout le monde peut avoir une adresse chez orange.fr" in response.content.decode()
    assert not EmailDomain.objects.exists()
