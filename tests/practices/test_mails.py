"""Who is told of what. No mail to a town leads to the admin, which it cannot enter."""

import pytest
from django.core import mail
from mailer.models import Message

from practices.drafts import save_draft
from practices.models.review import Verdict
from practices.review import decide, submit, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory, title="L’école & « nous »")


@pytest.fixture
def in_review(practice, member):
    submit(practice, user=member)
    mail.outbox.clear()
    return practice


def test_submission_is_told_to_the_moderators_who_may_decide(practice, member, moderator, territory):
    MembershipFactory(user=ModeratorFactory(), territory=territory, confirmed=True)
    ModeratorFactory(is_active=False)
    UserFactory(superuser=True)

    submit(practice, user=member)

    assert [sent.to for sent in mail.outbox] == [[moderator.email]]
    assert mail.outbox[0].subject == "Fiche à relire\u00a0: L’école & « nous »"
    assert f"http://testserver/admin/bureau/{practice.pk}/lire/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("verdict", "subject", "address"),
    [
        (Verdict.APPROVED, "Votre fiche est publiée\u00a0: L’école & « nous »", "{practice.full_url}"),
        (
            Verdict.CHANGES,
            "Une précision pour votre fiche\u00a0: L’école & « nous »",
            "http://testserver/mon-espace/fiches/{practice.pk}/",
        ),
        (
            Verdict.REFUSED,
            "Votre fiche n’est pas retenue\u00a0: L’école & « nous »",
            "http://testserver/mon-espace/fiches/{practice.pk}/",
        ),
    ],
)
def test_decision_is_told_to_the_person_who_sent(
    in_review, member, moderator, colleague, verdict, subject, address
):
    decide(in_review, user=moderator, verdict=verdict, reason="Précisez <le coût> & l’année.")

    assert [sent.to for sent in mail.outbox] == [[member.email]]
    sent = mail.outbox[0]
    assert sent.subject == subject
    assert address.format(practice=in_review) in sent.body
    assert "Précisez <le coût> & l’année." in sent.body
    assert "/admin/" not in sent.body


def test_decision_is_told_to_those_who_are_still_there(in_review, member, moderator, colleague):
    member.memberships.update(status="refused")

    decide(in_review, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")

    assert [sent.to for sent in mail.outbox] == [[colleague.email]]


def test_decision_is_told_to_the_colleague_who_wrote_the_version(in_review, member, moderator, colleague):
    withdraw(in_review, user=member)
    save_draft(in_review, user=colleague, data={"summary": "Un autre résumé."})
    submit(in_review, user=member)
    mail.outbox.clear()

    decide(in_review, user=moderator, verdict=Verdict.APPROVED)

    assert sorted(sent.to for sent in mail.outbox) == sorted([[member.email], [colleague.email]])


def test_a_decision_that_fails_tells_nobody(in_review, moderator):
    with pytest.raises(Exception, match="attendez"):
        decide(in_review, user=moderator, verdict=Verdict.CHANGES)

    assert not mail.outbox


def test_mail_is_a_row_of_the_same_transaction(practice, member, moderator, settings):
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    submit(practice, user=member)

    assert [message.to_addresses for message in Message.objects.all()] == [[moderator.email]]


def test_title_on_several_lines_makes_one_subject(territory, member, moderator):
    practice = PracticeFactory(lead=territory)
    save_draft(practice, user=member, data={"title": "Un\r\nBcc: victime@example.org"})

    submit(practice, user=member)

    assert mail.outbox[0].subject == "Fiche à relire\u00a0: Un Bcc: victime@example.org"
    assert mail.outbox[0].recipients() == [moderator.email]
