"""Getting one's data, closing one's account, and accounts that nobody uses."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from portal.accounts.closing import close
from portal.accounts.keeping import UNUSED_DAYS, WARNED_DAYS, durations
from portal.accounts.models import User
from portal.accounts.unused import close_unused
from portal.desk import digest
from practices.assignments.taking import take
from practices.conversations.models import Message, Readers
from practices.mailing import choosing
from practices.mailing.models import Kind, Told
from practices.mailing.reminders import claim
from practices.models import PracticePage
from practices.review import submit
from practices.territories.models import Membership
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.practices import ModeratorFactory, PracticeFactory, review_workflow
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
PASSWORD = "un mot de passe long"
DATA, CLOSE = "/compte/mes-donnees/", "/compte/fermer/"


@pytest.fixture
def member():
    user = UserFactory(email="mairie@luzy.example", password=PASSWORD)
    confirm_address(user)
    MembershipFactory(user=user, territory=TerritoryFactory(name="Luzy"), referent=True)
    return user


@pytest.fixture
def logged_in(client, member):
    cache.clear()
    client.post("/compte/connexion/", {"login": member.email, "password": PASSWORD})
    client.post("/compte/verifier/", {"password": PASSWORD})
    return client


def written_by(user, practice, text, readers=Readers.EVERYONE, territory=None):
    return Message.objects.create(
        practice=practice, author=user, text=text, readers=readers, territory=territory
    )


def test_data_and_closing_ask_who_it_is(client, member):
    assert client.get("/compte/").url == "/compte/connexion/?next=/compte/"
    client.force_login(member)

    assert [client.get(path).status_code for path in (DATA, CLOSE)] == [302, 302]
    client.post(CLOSE)
    assert User.objects.filter(pk=member.pk).exists()


def test_data_tells_what_is_kept_of_the_person(logged_in, member):
    territory = member.memberships.get().territory
    practice = PracticeFactory(lead=territory, owner=member, title="Partager un informaticien")
    written_by(member, practice, "Le coût est annuel.", territory=territory)
    choosing.refuse(member.pk, Kind.REUSES)
    claim(member, ["changes:1"])

    response = logged_in.get(DATA)

    data = json.loads(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    assert data["compte"]["adresse"] == "mairie@luzy.example"
    assert [one["collectivite"] for one in data["collectivites"]] == [str(territory)]
    assert [one["title"] for one in data["fiches_commencees"]] == ["Partager un informaticien"]
    assert [one["text"] for one in data["messages"]] == ["Le coût est annuel."]
    assert data["courriels_refuses"] == [Kind.REUSES.label]
    assert [one["key"] for one in data["rappels_envoyes"]] == ["changes:1"]


def test_data_never_tells_a_private_note(logged_in, member):
    practice = PracticeFactory(lead=member.memberships.get().territory, owner=member)
    for author in (ModeratorFactory(), member):
        written_by(author, practice, "Entre nous\u00a0: fiche faible.", readers=Readers.MODERATORS)

    assert "Entre nous" not in logged_in.get(DATA).content.decode()


def test_data_tells_nothing_of_somebody_else(logged_in, member):
    territory = member.memberships.get().territory
    colleague = MembershipFactory(territory=territory, confirmed=True).user
    written_by(
        colleague, PracticeFactory(lead=territory, owner=colleague), "De ma part.", territory=territory
    )

    text = logged_in.get(DATA).content.decode()

    assert colleague.email not in text
    assert "De ma part." not in text


def test_closing_removes_the_person_and_keeps_what_the_collectivity_said(logged_in, member):
    territory = member.memberships.get().territory
    practice = PracticeFactory(lead=territory, owner=member, published=True)
    message = written_by(member, practice, "Le coût est annuel.", territory=territory)
    colleague = MembershipFactory(territory=territory, confirmed=True)
    assert User.objects.filter(pk=member.pk).exists() and logged_in.get(CLOSE).status_code == 200

    response = logged_in.post(CLOSE)

    message.refresh_from_db()
    assert response.url == "/"
    assert not User.objects.filter(email="mairie@luzy.example").exists()
    assert (message.author, message.territory, message.text) == (None, territory, "Le coût est annuel.")
    assert PracticePage.objects.get(pk=practice.pk).live
    assert Membership.objects.get(pk=colleague.pk).is_referent
    assert logged_in.get("/mon-espace/").status_code == 302


def test_account_of_an_administrator_is_not_closed_from_here(logged_in, member):
    User.objects.filter(pk=member.pk).update(is_superuser=True)

    logged_in.post(CLOSE)

    assert User.objects.filter(pk=member.pk).exists()


def unused_since(user, days):
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(days=days))


def pass_days(user, days):
    user.refresh_from_db()
    User.objects.filter(pk=user.pk).update(
        last_login=user.last_login - timedelta(days=days), warned_at=user.warned_at - timedelta(days=days)
    )
    Told.objects.update(told_at=F("told_at") - timedelta(days=days))


def test_unused_account_is_warned_twice_then_closed(member, mailoutbox):
    first, second = WARNED_DAYS
    unused_since(member, UNUSED_DAYS - first + 1)
    counts = []
    for days in (0, first - second - 1, 1, second - 1, 1):
        if days:
            pass_days(member, days)
        for _ in range(2):
            close_unused()
        counts.append((len(mailoutbox), User.objects.filter(pk=member.pk).exists()))

    assert counts[:4] == [(1, True), (1, True), (2, True), (2, True)]
    assert counts[4][1] is False
    assert {tuple(sent.to) for sent in mailoutbox[:2]} == {("mairie@luzy.example",)}


def test_unused_account_that_was_deactivated_is_closed_and_its_collectivity_keeps_a_referent(member):
    colleague = MembershipFactory(territory=member.memberships.get().territory, confirmed=True)
    unused_since(member, UNUSED_DAYS + 1)
    warned_at = timezone.now() - timedelta(days=WARNED_DAYS[-1] + 1)
    User.objects.filter(pk=member.pk).update(is_active=False, warnings=len(WARNED_DAYS), warned_at=warned_at)

    close_unused()

    colleague.refresh_from_db()
    assert not User.objects.filter(pk=member.pk).exists()
    assert colleague.is_referent


def test_job_that_did_not_run_for_years_warns_all_the_same(member, mailoutbox):
    unused_since(member, UNUSED_DAYS * 3)

    close_unused()

    assert len(mailoutbox) == 1
    assert User.objects.get(pk=member.pk).warnings == 1


def test_moderator_who_gets_a_digest_every_morning_is_warned_then_closed(monkeypatch, mailoutbox):
    review_workflow()
    moderator, town = ModeratorFactory(), MembershipFactory(confirmed=True)
    sheet = PracticeFactory(lead=town.territory)
    submit(sheet, user=town.user)
    take(sheet, user=moderator)
    unused_since(moderator, UNUSED_DAYS)
    today, digests, warned = timezone.localdate(), 0, []
    for day in range(WARNED_DAYS[0] + 2):
        monkeypatch.setattr(digest.timezone, "localdate", lambda *_, day=day: today + timedelta(days=day))
        digests += digest.send_digests()
        mailoutbox.clear()
        close_unused()
        warned += [day for sent in mailoutbox if sent.to == [moderator.email]]
        if User.objects.filter(pk=moderator.pk).exists():
            pass_days(moderator, 1)

    first, second = WARNED_DAYS
    assert warned == [0, first - second]
    assert digests == first + 1
    assert not User.objects.filter(pk=moderator.pk).exists()


def test_login_starts_the_count_again(client, member):
    cache.clear()
    unused_since(member, UNUSED_DAYS)
    close_unused()

    client.post("/compte/connexion/", {"login": member.email, "password": PASSWORD})
    close_unused()

    member.refresh_from_db()
    assert (member.warnings, member.warned_at) == (0, None)


def test_account_in_use_and_administrators_are_left_alone(member, mailoutbox):
    unused_since(member, UNUSED_DAYS - WARNED_DAYS[0] - 1)
    unused_since(UserFactory(superuser=True), UNUSED_DAYS * 2)

    close_unused()

    assert mailoutbox == []


def test_closing_a_person_without_collectivity(member):
    person = UserFactory()

    close(person)

    assert list(User.objects.all()) == [member]


def test_privacy_page_prints_every_duration(client, home):
    html = client.get("/donnees-personnelles/").content.decode()

    assert all(kept.what in html for kept in durations())
    assert "à compléter" not in html.split("Combien de temps")[1].split("Vos droits")[0]
