from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from portal.accounts.management.commands.demo_accounts import ACCOUNTS, ADMIN, MEMBER, PASSWORD, TOWN_CODE
from portal.accounts.models import User
from portal.pages.starter_site import EDITORS, MODERATORS
from practices.territories.models import Territory
from tests.factories.territories import TerritoryFactory


@pytest.fixture
def town(home):
    intercommunality = TerritoryFactory(intercommunality=True)
    return TerritoryFactory(code=TOWN_CODE, name="Luzy", epci=intercommunality)


def test_demo_accounts_refuse_a_site_in_service(home):
    with pytest.raises(CommandError):
        call_command("demo_accounts")

    assert User.objects.count() == 0


def test_demo_accounts_can_be_forced_and_repeated(town):
    for _ in range(2):
        output = StringIO()
        call_command("demo_accounts", force=True, stdout=output)

    assert {user.email: list(user.groups.values_list("name", flat=True)) for user in User.objects.all()} == {
        MEMBER: [],
        "relecture@villes-internet.example": [MODERATORS[0]],
        "relecture@villes-de-france.example": [MODERATORS[1]],
        "redaction@pratiques-communes.example": [EDITORS],
        ADMIN: [],
    }
    assert output.getvalue().count(PASSWORD) == len(ACCOUNTS)
    assert all(user.check_password(PASSWORD) for user in User.objects.all())
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(ACCOUNTS)


def test_demo_accounts_are_shown_again_and_left_alone(town):
    first, again = StringIO(), StringIO()
    call_command("demo_accounts", force=True, stdout=first)
    User.objects.filter(email=MEMBER).update(is_active=False)

    call_command("demo_accounts", force=True, show=True, stdout=again)

    assert again.getvalue() == first.getvalue()
    assert not User.objects.get(email=MEMBER).is_active


def test_demo_member_speaks_for_the_town_and_its_intercommunality(town):
    call_command("demo_accounts", force=True, stdout=StringIO())

    member = User.objects.get(email=MEMBER)

    assert set(Territory.objects.for_member(member)) == {town, town.epci}


def test_demo_accounts_say_when_the_directory_is_missing(home):
    errors = StringIO()

    call_command("demo_accounts", force=True, stdout=StringIO(), stderr=errors)

    assert "load_territories" in errors.getvalue()
