"""A second opinion: asked of the other association, given once, read by moderators alone."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from practices.models.review import Verdict
from practices.opinions.asking import ask, give
from practices.opinions.models import Advice, Opinion
from practices.review import DecisionConflict, decide, submit
from practices.status import working_days_after
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(territory, member, moderator):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)
    mail.outbox.clear()
    return practice


@pytest.fixture
def other(db):
    return ModeratorFactory(association="Villes Internet")


@pytest.fixture
def said(other):
    association = other.groups.get().association
    return {"association": association, "advice": Advice.PUBLISH, "text": "Claire et honnête."}


def recipients():
    return sorted(address for sent in mail.outbox for address in sent.to)


def test_opinion_is_asked_once_and_told_to_the_other_association(sent, moderator, other, said):
    first, second = (ask(sent, user=moderator, **said) for _ in range(2))

    assert first == second == Opinion.objects.waiting().asked_of(other).get()
    assert first.due_on == working_days_after(timezone.localdate(first.asked_at), 5)
    assert recipients() == [other.email]
    assert "Claire et honnête." in mail.outbox[0].body


def test_both_opinions_are_recorded_and_the_town_gets_one_message(sent, member, moderator, other, said):
    ask(sent, user=moderator, **said)
    give(sent, user=other, advice=Advice.CHANGES, text="Il manque le coût.")
    give(sent, user=other, advice=Advice.REFUSE, text="Autre chose.")

    opinion = Opinion.objects.get()
    assert (opinion.first_advice, opinion.second_advice) == (Advice.PUBLISH, Advice.CHANGES)
    assert recipients() == sorted([other.email, moderator.email])
    assert not Opinion.objects.waiting().exists()
    mail.outbox.clear()
    decide(sent, user=other, verdict=Verdict.CHANGES, reason="Dites le coût.")
    (told,) = mail.outbox
    assert told.to == [member.email]
    assert "Il manque le coût" not in told.body and "Claire et honnête" not in told.body


def test_own_association_is_not_asked_and_others_do_not_answer(sent, moderator, other, said):
    with pytest.raises(ValidationError):
        ask(sent, user=other, **said)
    with pytest.raises(PermissionDenied):
        give(sent, user=other, advice=Advice.PUBLISH, text="Oui.")
    ask(sent, user=moderator, **said)
    with pytest.raises(PermissionDenied):
        give(sent, user=moderator, advice=Advice.PUBLISH, text="Oui.")
    assert Opinion.objects.get().given_at is None


def test_who_has_a_stake_neither_asks_nor_answers_nor_is_told(sent, territory, moderator, other, said):
    own = ModeratorFactory(association="Villes Internet")
    MembershipFactory(user=own, territory=territory, confirmed=True)
    mail.outbox.clear()
    with pytest.raises(PermissionDenied):
        ask(sent, user=own, **said)
    ask(sent, user=moderator, **said)
    with pytest.raises(PermissionDenied):
        give(sent, user=own, advice=Advice.PUBLISH, text="Oui.")
    assert recipients() == [other.email]


def test_decided_sheet_asks_for_no_opinion(sent, moderator, other, said):
    ask(sent, user=moderator, **said)
    decide(sent, user=moderator, verdict=Verdict.APPROVED)

    assert not Opinion.objects.waiting().exists()
    with pytest.raises(DecisionConflict):
        give(sent, user=other, advice=Advice.PUBLISH, text="Oui.")


def test_page_asks_then_gives_then_reads(client, sent, moderator, other, said):
    url = reverse("practices_opinion", args=[sent.pk])
    client.force_login(moderator)
    refused = client.post(url, {"advice": "publier", "text": ""})
    assert refused.status_code == 400 and "Dites pourquoi en quelques mots." in refused.text
    client.post(url, said | {"association": said["association"].pk})
    assert client.get(url).context["form"] is None

    client.force_login(other)
    assert "Claire et honnête." in client.get(url).text
    assert client.post(url, {"advice": "a-modifier", "text": "Le coût\u202f?"}).url == url
    page = client.get(url)
    assert page.context["form"] is None and "demander des modifications" in page.text
    assert "Lire les deux avis" in client.get(reverse("practices_answer_town", args=[sent.pk])).text


def test_second_to_answer_keeps_what_was_typed(client, sent, moderator, other, said):
    ask(sent, user=moderator, **said)
    decide(sent, user=moderator, verdict=Verdict.APPROVED)
    client.force_login(other)

    late = client.post(reverse("practices_opinion", args=[sent.pk]), {"advice": "publier", "text": "Oui."})

    assert late.status_code == 409 and "<blockquote>Oui.</blockquote>" in late.text
