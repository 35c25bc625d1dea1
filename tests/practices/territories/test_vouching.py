import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from practices.territories.directory.merging import merge
from practices.territories.memberships import ask, refuse
from practices.territories.models import EmailDomain
from practices.territories.vouching import proposed_to, with_use_count
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.practices import ModeratorFactory
from tests.factories.territories import EmailDomainFactory, MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory():
    return EmailDomainFactory(domain="luzy.example", territory__name="Luzy").territory


@pytest.fixture
def person():
    return UserFactory(email="Secretariat@Luzy.example")


def test_recorded_domain_of_a_confirmed_address_vouches_and_referents_are_told(territory, person, mailoutbox):
    confirm_address(person)
    referent = MembershipFactory(territory=territory, referent=True).user

    membership = ask(territory, user=person)

    assert (membership.is_confirmed, membership.role, membership.decided_by) == (True, "contributor", None)
    assert [sent.to for sent in mailoutbox] == [[person.email], [referent.email]]
    assert f"/mon-espace/collectivites/{territory.code}/personnes/" in mailoutbox[1].body


def test_moderators_are_told_of_the_first_whom_a_domain_lets_in(territory, person, mailoutbox):
    confirm_address(person)
    moderator = ModeratorFactory()

    assert ask(territory, user=person).is_referent
    assert [sent.to for sent in mailoutbox] == [[person.email], [moderator.email]]


def test_address_that_is_not_confirmed_says_nothing(territory, person):
    EmailAddress.objects.create(user=person, email=person.email, verified=False)

    assert ask(territory, user=person).is_pending
    assert list(proposed_to(person)) == []


def test_shared_domain_proposes_and_a_person_confirms(territory, person):
    confirm_address(person)
    other = EmailDomainFactory(domain="luzy.example").territory

    assert set(proposed_to(person)) == {territory, other}
    assert ask(territory, user=person).is_pending


def test_domain_vouches_for_its_own_collectivity_alone(territory, person):
    confirm_address(person)

    assert ask(TerritoryFactory(), user=person).is_pending


@pytest.mark.parametrize("email", ["a@sub.luzy.example", "a@notluzy.example", "luzy.example@evil.example"])
def test_neighbouring_domain_does_not_vouch(territory, email):
    person = UserFactory(email=email)
    confirm_address(person)

    assert ask(territory, user=person).is_pending


@pytest.mark.parametrize(
    "domain",
    ["orange.fr", "ORANGE.fr", "@wanadoo.fr", "mairie@gmail.com", "pro.orange.fr", "luzy", "a b.fr", ""],
)
def test_public_provider_or_what_is_no_domain_is_never_recorded(territory, domain):
    with pytest.raises(ValidationError) as refusal:
        EmailDomain(domain=domain, territory=territory).full_clean()

    assert set(refusal.value.message_dict) == {"domain"}


def test_domain_is_recorded_as_it_is_compared(territory):
    domain = EmailDomain(domain=" accueil@Ville-Luzy.FR ", territory=territory)

    domain.full_clean()

    assert domain.domain == "ville-luzy.fr"


def test_domains_follow_a_collectivity_that_joins_another(territory):
    into = EmailDomainFactory(domain="commun.example").territory
    EmailDomainFactory(domain="commun.example", territory=territory)

    merge(territory, into=into)

    assert list(EmailDomain.objects.values_list("domain", "territory")) == [
        ("commun.example", into.pk),
        ("luzy.example", into.pk),
    ]


def test_domain_recorded_later_lets_in_who_waits_and_referents_are_told(person, mailoutbox):
    confirm_address(person)
    referent = MembershipFactory(referent=True)
    membership = MembershipFactory(user=person, territory=referent.territory)

    EmailDomainFactory(domain="luzy.example", territory=referent.territory)

    membership.refresh_from_db()
    assert (membership.is_confirmed, membership.role, membership.decided_by) == (True, "contributor", None)
    assert [sent.to for sent in mailoutbox] == [[person.email], [referent.user.email]]


def test_address_confirmed_later_lets_in_who_waits(territory):
    person = UserFactory(email="camille@poste.example")
    confirm_address(person)
    membership = ask(territory, user=person)
    assert membership.is_pending

    confirm_address(person, "secretariat@luzy.example")

    membership.refresh_from_db()
    assert membership.is_confirmed


def test_domain_recorded_later_lets_nobody_back_in(person):
    confirm_address(person)
    membership = MembershipFactory(user=person, confirmed=True)
    refuse(membership, by=ModeratorFactory())
    assert ask(membership.territory, user=person).is_pending

    EmailDomainFactory(domain="luzy.example", territory=membership.territory)

    membership.refresh_from_db()
    assert membership.is_pending


def test_shared_domain_recorded_later_lets_nobody_in(territory, person):
    confirm_address(person)
    membership = MembershipFactory(user=person)

    EmailDomainFactory(domain="luzy.example", territory=membership.territory)

    membership.refresh_from_db()
    assert membership.is_pending


def test_public_provider_that_slipped_in_vouches_for_nobody(territory):
    person = UserFactory(email="camille@pro.orange.fr")
    confirm_address(person)
    EmailDomainFactory(domain="pro.orange.fr", territory=territory)

    assert list(proposed_to(person)) == []
    assert ask(territory, user=person).is_pending


def test_domains_are_counted_by_the_people_of_the_collectivity_who_read_their_mail_there(territory):
    other = EmailDomainFactory(domain="luzy.example").territory
    EmailDomainFactory(domain="x_y.example", territory=territory)
    for number, (where, domain, verified) in enumerate(
        [
            (territory, "Luzy.example", True),
            (territory, "luzy.example", True),
            (territory, "luzy.example", False),
            (territory, "sous.luzy.example", True),
            (territory, "xzy.example", True),
            (other, "luzy.example", True),
        ]
    ):
        user = MembershipFactory(territory=where, confirmed=True).user
        EmailAddress.objects.create(user=user, email=f"p{number}@{domain}", verified=verified)

    counted = with_use_count(EmailDomain.objects.all())

    assert set(counted.values_list("domain", "territory", "use_count")) == {
        ("luzy.example", territory.pk, 2),
        ("x_y.example", territory.pk, 0),
        ("luzy.example", other.pk, 1),
    }
