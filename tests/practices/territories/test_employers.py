import pytest
from allauth.socialaccount.models import SocialAccount

from practices.territories.employers import employers_of
from practices.territories.memberships import ask
from tests.factories.accounts import UserFactory
from tests.factories.territories import TerritoryFactory, siren

pytestmark = pytest.mark.django_db
JOIN = "/mon-espace/rejoindre/"


@pytest.fixture
def territory():
    return TerritoryFactory(name="Luzy", siren=siren(1))


def employed(extra_data):
    user = UserFactory()
    SocialAccount.objects.create(user=user, provider="https://auth.example", uid="1", extra_data=extra_data)
    return user


def test_siren_of_the_employer_proposes_its_collectivity_and_vouches_for_nobody(client, territory):
    user = employed({"siren": territory.siren})
    client.force_login(user)

    html = client.get(JOIN).content.decode()

    assert list(employers_of(user)) == [territory]
    assert "D’après votre compte" in html
    assert f'value="{territory.code}"' in html
    assert ask(territory, user=user).is_pending


@pytest.mark.parametrize("extra_data", [{}, {"siren": ""}, {"siren": siren(2)}])
def test_nothing_is_proposed_of_an_employer_that_is_unknown(territory, extra_data):
    TerritoryFactory(siren="")

    assert not employers_of(employed(extra_data)).exists()


def test_former_collectivity_is_not_proposed():
    territory = TerritoryFactory(siren=siren(1), inactive=True)

    assert not employers_of(employed({"siren": territory.siren})).exists()


def test_nothing_is_proposed_of_somebody_elses_employer(territory):
    employed({"siren": territory.siren})

    assert not employers_of(UserFactory()).exists()
