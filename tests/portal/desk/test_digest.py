"""The mail of the morning: what is theirs and what is late, one a day, nothing when there is nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from mailer.engine import send_all

from portal.desk.digest import send_digests
from practices.assignments.models import Association, SendingRule
from practices.assignments.taking import take
from practices.mailing import choosing
from practices.mailing.models import Kind, Told
from practices.mailing.reminders import claim
from practices.models import ReviewTaskState
from practices.models.review import Verdict
from practices.opinions.models import Advice, Opinion
from practices.review import decide
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, association
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.mailbox import html_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(send, moderator, other_side):
    """`sent(title, …)`: a sheet in review, that `taken_by` has, `days` old; no mail of it is left."""

    def sent(title, *, taken_by=None, days=0, lead=None):
        sheet = send(title=title, lead=lead)
        if taken_by:
            take(sheet, user=taken_by)
        ReviewTaskState.objects.filter(assignment__practice=sheet).update(
            started_at=timezone.now() - timedelta(days=days)
        )
        mail.outbox.clear()
        return sheet

    return sent


def for_villes_de_france(lead):
    """From now on the sheets of this collectivity go to one association."""
    SendingRule.objects.create(association=association("Villes de France"), members_only=True)
    association("Villes de France").members.add(lead)


def told():
    return [(sent.to, sent.subject) for sent in mail.outbox]


def test_each_moderator_is_told_what_is_theirs_and_late(smtp_server, sent, moderator, other_side):
    lead = TerritoryFactory(name="Luzy")
    for_villes_de_france(lead)
    mine = sent("Prise & <à moi>", taken_by=moderator)
    sent("De notre association", lead=lead)
    sent("De personne, en retard", days=60)
    sent("De personne")
    sent("Prise par l’autre", taken_by=other_side)
    smtp_server.messages.clear()

    send_digests()
    send_all()

    by_address = {
        message["To"]: message for message in smtp_server.messages if "à relire" in message["Subject"]
    }
    digests = {to: m for to, m in by_address.items() if "Ouvrir le bureau" in text_of(m)}
    assert {to: m["Subject"].strip() for to, m in digests.items()} == {
        moderator.email: "3 fiches à relire, dont 1 en retard",
        other_side.email: "2 fiches à relire, dont 1 en retard",
    }
    words = text_of(digests[moderator.email])
    order = [
        "En retard\u00a0:",
        "De personne, en retard",
        "À vous\u00a0:",
        "Prise & <à moi>",
        f"http://testserver/admin/bureau/{mine.pk}/lire/",
        "À votre association\u00a0:",
        "De notre association, Luzy",
        "Ouvrir le bureau",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert words.count("De personne") == 1 and "Prise par l’autre" not in words
    assert "&lt;à moi&gt;" in html_of(digests[moderator.email])
    assert "List-Unsubscribe" in digests[moderator.email]


@pytest.fixture
def asked(sent):
    """`asked(title, of=…, days=…)`: a sheet on which an association is asked, to answer in so many days."""

    def asked(title, *, of, days, **options):
        sheet = sent(title, **options)
        Opinion.objects.create(
            review=sheet.current_workflow_task_state,
            association=Association.objects.of(of).get(),
            due_on=timezone.localdate() + timedelta(days=days),
            first_advice=Advice.PUBLISH,
            first_text="Très claire.",
        )
        return sheet

    return asked


def test_opinions_that_are_asked_are_told_with_their_day_and_the_late_ones_said(asked, moderator, other_side):
    asked("Avis proche", of=moderator, days=3)
    late = asked("Avis en souffrance", of=moderator, days=-1)

    send_digests()

    assert told() == [([moderator.email], "2 avis à donner, dont 1 en retard")]
    words = mail.outbox[0].body
    lines = [line for line in words.split("\n") if line.startswith("- ")]
    assert [("Avis en souffrance" in line, line.endswith(", en retard\u00a0:")) for line in lines] == [
        (True, True),
        (False, False),
    ]
    assert "Avis demandés\u00a0:" in words and "avis à donner avant le" in lines[0]
    assert f"http://testserver/admin/bureau/{late.pk}/lire/" in words
    assert "Très claire" not in words


def test_digest_counts_sheets_and_opinions(sent, asked, moderator):
    sent("À moi", taken_by=moderator)
    asked("Un avis", of=moderator, days=3)

    send_digests()

    assert told() == [([moderator.email], "Une fiche à relire et 1 avis à donner")]


def test_no_opinion_is_asked_of_who_has_a_stake_nor_once_decided(asked, moderator, other_side):
    lead = TerritoryFactory()
    MembershipFactory(user=moderator, territory=lead, confirmed=True)
    asked("De chez moi", of=moderator, days=-1, lead=lead)
    decide(asked("Décidée", of=moderator, days=-1), user=other_side, verdict=Verdict.APPROVED)
    mail.outbox.clear()

    assert (send_digests(), told()) == (0, [])


def test_nothing_leaves_when_there_is_nothing(sent, moderator):
    UserFactory(superuser=True)
    sent("De personne")

    assert (send_digests(), told(), Told.objects.count()) == (0, [], 0)


def test_one_a_day_and_again_the_next(sent, moderator):
    sent("Prise", taken_by=moderator)

    assert [send_digests(), send_digests()] == [1, 0]
    Told.objects.update(key="digest:2026-01-01", told_at=timezone.now() - timedelta(days=1))
    assert [send_digests(), send_digests()] == [1, 0]

    assert told() == [([moderator.email], "Une fiche à relire")] * 2
    assert Told.objects.count() == 1


def test_nobody_gets_a_reminder_and_a_digest_on_one_day(sent, moderator):
    sent("Prise", taken_by=moderator)
    claim(moderator, ["a reminder"])

    assert (send_digests(), told()) == (0, [])


def test_who_turned_it_off_gets_none(sent, moderator):
    sent("Prise", taken_by=moderator)
    choosing.refuse(moderator.pk, Kind.DIGEST)

    assert (send_digests(), told()) == (0, [])


def test_sheet_of_their_own_collectivity_is_not_theirs(sent, moderator, other_side):
    lead = TerritoryFactory()
    MembershipFactory(user=moderator, territory=lead, confirmed=True)
    sent("De chez moi", lead=lead, days=60)

    send_digests()

    assert told() == [([other_side.email], "Une fiche à relire, dont 1 en retard")]


def test_day_is_not_claimed_when_the_mail_cannot_be_queued(sent, moderator, settings):
    sent("Prise", taken_by=moderator)
    settings.EMAIL_BACKEND = "nowhere.Backend"

    with pytest.raises(ImportError):
        send_digests()

    assert not Told.objects.exists()


def test_long_list_names_ten_and_counts_the_others(sent, moderator):
    for number in range(12):
        sent(f"Fiche {number:02}", taken_by=moderator)

    send_digests()

    body = mail.outbox[0].body
    assert (body.count("à décider avant le"), "Et 2\u00a0autres." in body) == (10, True)


@pytest.mark.parametrize("number", [1, 9])
def test_digest_takes_a_constant_number_of_queries(sent, moderator, number, django_assert_max_num_queries):
    for rank in range(number):
        sent(f"Fiche {rank}", taken_by=moderator)

    with django_assert_max_num_queries(30):
        send_digests()


def test_moderators_who_join_no_association_are_told_of_what_they_took(sent):
    administrator = UserFactory(superuser=True)
    sent("De personne, en retard", days=60)
    sent("Prise", taken_by=administrator)
    ModeratorFactory(is_active=False)

    send_digests()

    assert ([administrator.email], "Une fiche à relire") in told()
