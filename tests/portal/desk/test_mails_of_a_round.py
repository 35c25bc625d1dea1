"""A whole review through a real SMTP server: these mails, to these people, and no other."""

import pytest
from mailer.engine import send_all

from practices.archiving.archiving import archive, open_again
from practices.assignments.models import Association
from practices.assignments.taking import take
from practices.drafts import save_draft
from practices.merging.merging import merge
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.opinions.asking import ask, give
from practices.opinions.models import Advice
from practices.quality.marking import give as give_mark
from practices.quality.marking import take_back
from practices.quality.models import QualityCriterion
from practices.review import decide, submit
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.mailbox import text_of

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def received(smtp_server):
    """`received()`: (To, Subject) of what arrived since the last call, sorted."""

    def received():
        send_all()
        found = sorted((one["To"], one["Subject"].strip()) for one in smtp_server.messages)
        smtp_server.messages.clear()
        return found

    return received


@pytest.fixture
def member():
    lead = TerritoryFactory(name="Luzy")
    MembershipFactory(territory=lead, confirmed=True, user__email="collegue@luzy.example")
    return MembershipFactory(territory=lead, confirmed=True, user__email="mairie@luzy.example").user


@pytest.fixture
def people():
    """One who will take the sheet, a colleague of hers, and one of the other association."""
    return (
        ModeratorFactory(email="anne@vdf.example"),
        ModeratorFactory(email="bruno@vdf.example"),
        ModeratorFactory(email="chloe@vi.example", association="Villes Internet"),
    )


def test_mails_of_a_round_reach_those_whom_they_concern(received, member, people):
    anne, bruno, chloe = people
    sheet = PracticeFactory(lead=member.memberships.get().territory, title="L’école & « nous »")
    named = f"{NBSP}: {sheet.title}"
    received()

    submit(sheet, user=member)
    assert received() == [(one.email, f"Fiche à relire{named}") for one in (anne, bruno, chloe)]

    take(sheet, user=anne)
    assert received() == []

    asked = Association.objects.of(chloe).get()
    ask(sheet, user=anne, association=asked, advice=Advice.PUBLISH, text="Très claire.")
    assert received() == [(chloe.email, f"Votre avis sur une fiche{named}")]

    give(sheet, user=chloe, advice=Advice.CHANGES, text="Il manque le coût.")
    assert received() == [(anne.email, f"L’avis demandé est donné{named}")]

    decide(sheet, user=anne, verdict=Verdict.CHANGES, reason="Dites le coût.")
    assert received() == [(member.email, f"Une précision pour votre fiche{named}")]

    sheet = PracticePage.objects.get(pk=sheet.pk)
    save_draft(sheet, user=member, data={"summary": "Le coût est de 300 euros."})
    assert received() == []

    submit(sheet, user=member)
    assert received() == [(anne.email, f"Fiche à relire{named}")]

    decide(PracticePage.objects.get(pk=sheet.pk), user=anne, verdict=Verdict.APPROVED)
    assert received() == [(member.email, f"Votre fiche est publiée{named}")]


def test_mail_of_a_refusal_reaches_the_town_with_the_reason(received, smtp_server, member, people):
    anne, *_ = people
    sheet = PracticeFactory(lead=member.memberships.get().territory, title="L’école & « nous »")
    submit(sheet, user=member)
    received()

    decide(sheet, user=anne, verdict=Verdict.REFUSED, reason="Ce n’est pas une pratique numérique.")
    send_all()

    [letter] = smtp_server.messages
    assert "Ce n’est pas une pratique numérique." in text_of(letter)
    assert received() == [(member.email, f"Votre fiche n’est pas retenue{NBSP}: {sheet.title}")]


def test_mails_of_what_is_done_to_a_published_sheet_reach_its_town(received, smtp_server, member, people):
    anne, *_ = people
    lead, other = member.memberships.get().territory, MembershipFactory(confirmed=True)
    colleague = lead.memberships.exclude(user=member).get().user
    town = sorted([member.email, colleague.email])
    sheet, kept = (PracticeFactory(lead=one, published=True) for one in (lead, other.territory))
    criterion = QualityCriterion.objects.create(name="Complète", text="Tout y est.")
    received()

    give_mark(sheet, user=anne, criteria=[criterion])
    assert [to for to, _ in received()] == town

    take_back(sheet, user=anne, reason="Le coût manque.")
    assert [to for to, _ in received()] == town

    archive(sheet, user=anne, reason="Le service a fermé.")
    send_all()
    assert all("Le service a fermé." in text_of(one) for one in smtp_server.messages)
    assert [to for to, _ in received()] == town

    open_again(PracticePage.objects.get(pk=sheet.pk), user=anne)
    received()
    merge(PracticePage.objects.get(pk=sheet.pk), into=kept, user=anne)
    assert [to for to, _ in received()] == sorted([*town, other.user.email])
