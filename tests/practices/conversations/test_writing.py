"""One thread for both sides; the moderators' notes never reach a town."""

import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from practices.assignments.models import SendingRule
from practices.assignments.taking import take
from practices.conversations.models import Message, Readers
from practices.conversations.writing import write
from practices.models.review import Verdict
from practices.mutualisation.models import Answer
from practices.review import decide, submit, withdraw
from tests.factories.practices import ModeratorFactory, PracticeFactory, association
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
NOTE = "Cette mairie nous a déjà menti."


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory, title="L’école")


def town_page(practice):
    return reverse("practices:conversation", args=[practice.pk])


def moderators_page(practice):
    return reverse("practices_conversation", args=[practice.pk])


def say(practice, user, text, **options):
    return write(practice, user=user, text=text, key=options.pop("key", uuid.uuid4()), **options)


def test_town_writes_to_all_moderators_who_have_no_stake(practice, member, moderator, territory):
    MembershipFactory(user=ModeratorFactory(), territory=territory, confirmed=True)
    ModeratorFactory(is_active=False)

    message = say(practice, member, "Faut-il un chiffre ?")

    assert (message.territory, message.readers) == (territory, Readers.EVERYONE)
    assert [sent.to for sent in mail.outbox] == [[moderator.email]]
    assert f"http://testserver{moderators_page(practice)}" in mail.outbox[0].body


def test_message_goes_to_who_took_the_sheet_and_to_those_who_took_part(practice, member, moderator):
    holder = ModeratorFactory(association="Villes Internet")
    ModeratorFactory(), ModeratorFactory(association="Villes Internet")
    submit(practice, user=member)
    say(practice, moderator, NOTE, readers=Readers.MODERATORS)
    take(practice, user=holder)
    mail.outbox.clear()

    say(practice, member, "Faut-il un chiffre ?")

    assert sorted(sent.to for sent in mail.outbox) == sorted([[holder.email], [moderator.email]])


def test_message_about_a_sheet_that_nobody_took_goes_to_the_association_that_it_is_for(
    practice, member, territory, moderator
):
    SendingRule.objects.create(association=association("Villes Internet"), members_only=True)
    association("Villes Internet").members.add(territory)
    others = [ModeratorFactory(association="Villes Internet") for _ in range(2)]
    submit(practice, user=member)
    mail.outbox.clear()

    say(practice, member, "Faut-il un chiffre ?")

    assert sorted(sent.to for sent in mail.outbox) == sorted([other.email] for other in others)


def test_answer_goes_to_those_who_took_part(practice, member, colleague, moderator):
    say(practice, colleague, "Faut-il un chiffre ?")
    mail.outbox.clear()

    say(practice, moderator, "Oui, le coût.")

    assert [sent.to for sent in mail.outbox] == [[colleague.email]]
    assert mail.outbox[0].subject == "Un message à propos de la fiche\u00a0: L’école"
    assert f"http://testserver{town_page(practice)}" in mail.outbox[0].body


def test_same_form_sent_twice_is_one_message_and_one_mail(practice, member, moderator):
    key = uuid.uuid4()

    first, second = (say(practice, member, "Bonjour", key=key) for _ in range(2))

    assert first == second
    assert len(mail.outbox) == 1


def test_notes_are_never_for_a_town(practice, member, moderator, territory, client):
    say(practice, moderator, NOTE, readers=Readers.MODERATORS)
    say(practice, moderator, "Merci pour cette fiche.")

    client.force_login(member)
    page = client.get(town_page(practice)).content.decode()

    assert "Merci pour cette fiche." in page
    assert NOTE not in page
    assert [NOTE in sent.body for sent in mail.outbox] == [False]
    for path in (reverse("practices:my_practices"), reverse("practices:edit", args=[practice.pk])):
        assert NOTE not in client.get(path).content.decode()


def test_notes_are_hidden_from_a_moderator_who_belongs_to_the_town(practice, moderator, territory, client):
    say(practice, moderator, NOTE, readers=Readers.MODERATORS)
    both = MembershipFactory(user=ModeratorFactory(), territory=territory, confirmed=True).user
    client.force_login(both)

    assert client.get(moderators_page(practice)).status_code == 404
    assert NOTE not in client.get(town_page(practice)).content.decode()


def test_town_cannot_write_a_note(practice, member):
    with pytest.raises(PermissionDenied):
        say(practice, member, "Entre nous", readers=Readers.MODERATORS)

    assert not Message.objects.exists()


def test_others_take_no_part(practice, stranger, client):
    with pytest.raises(PermissionDenied):
        say(practice, stranger, "Bonjour")

    client.force_login(stranger)
    assert client.get(town_page(practice)).status_code == 404
    assert client.post(town_page(practice), {"text": "Bonjour"}).status_code == 404
    client.force_login(MembershipFactory(confirmed=True).user)
    assert client.get(town_page(practice)).status_code == 404
    assert not Message.objects.exists()


def test_thread_tells_the_review_too(practice, member, moderator, client):
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Précisez le coût.")
    say(practice, member, "Il est de 300 euros.")

    client.force_login(member)
    page = client.get(town_page(practice))

    entries = [(entry.who, entry.happened, entry.text) for entry in page.context["entries"]]
    assert entries == [
        (str(member), "a envoyé la fiche en relecture", ""),
        ("Les associations", "demande de modifications", "Précisez le coût."),
        (f"{member}, {practice.lead.label}", "", "Il est de 300 euros."),
    ]
    assert str(moderator) not in page.content.decode()


def test_what_was_said_stays_when_its_author_leaves(practice, member, colleague, client):
    say(practice, member, "Je m’en vais.")
    member.delete()

    client.force_login(colleague)
    assert "Je m’en vais." in client.get(town_page(practice)).content.decode()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_bad_text_comes_back_with_its_sentence(practice, member, client, text):
    client.force_login(member)

    response = client.post(town_page(practice), {"text": text})

    assert response.status_code == 400
    assert response.context["form"].errors["text"]
    assert not Message.objects.exists()


def test_too_many_messages_in_a_day_are_refused_and_kept_on_the_page(practice, member, client, monkeypatch):
    monkeypatch.setattr("practices.conversations.views.MESSAGES_A_DAY", 1)
    client.force_login(member)
    client.post(town_page(practice), {"text": "Premier"})

    response = client.post(town_page(practice), {"text": "Deuxième"})

    assert response.status_code == 400
    assert "Deuxième" in response.content.decode()
    assert Message.objects.count() == 1


def test_moderator_writes_a_note_then_a_message_from_the_admin(practice, member, moderator, client):
    client.force_login(moderator)

    for readers, text in (("associations", NOTE), ("tous", "Bravo")):
        client.post(moderators_page(practice), {"readers": readers, "text": text})

    assert [(one.text, one.is_note, one.territory) for one in Message.objects.all()] == [
        (NOTE, True, None),
        ("Bravo", False, None),
    ]
    assert [sent.to for sent in mail.outbox] == [[member.email]]
    page = client.get(moderators_page(practice)).content.decode()
    assert NOTE in page
    assert "Bravo" in page


def test_sheet_in_the_admin_leads_to_the_conversation(practice, moderator, client):
    client.force_login(moderator)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[practice.pk])).content.decode()

    assert moderators_page(practice) in page


def test_threads_cost_the_same_however_long(
    practice, member, moderator, client, django_assert_max_num_queries
):
    for number in range(12):
        say(practice, member if number % 2 else moderator, f"Message {number}")
    client.force_login(member)
    client.get(town_page(practice))  # what every page of the process reads once

    with django_assert_max_num_queries(10):
        client.get(town_page(practice))


def test_anonymous_visitors_are_led_to_the_login(practice, client):
    assert client.get(town_page(practice)).url.startswith("/compte/connexion/")


def test_desk_shows_what_waits_for_an_answer(practice, member, moderator, client):
    client.force_login(member)
    desk = reverse("practices:my_practices")
    say(practice, moderator, NOTE, readers=Readers.MODERATORS)
    assert "Les associations vous ont écrit" not in client.get(desk).content.decode()

    say(practice, moderator, "Combien d’habitants ?")
    page = client.get(desk).content.decode()
    assert "Combien d’habitants" in page
    assert town_page(practice) in page

    say(practice, member, "Trois mille.")
    assert "Les associations vous ont écrit" not in client.get(desk).content.decode()


@pytest.fixture
def partner():
    return TerritoryFactory(name="Autun")


@pytest.fixture
def shared(territory, partner):
    return PracticeFactory(lead=territory, title="L’école", confirmed_bearers=[partner])


@pytest.fixture
def neighbour(shared, partner):
    return MembershipFactory(territory=partner, confirmed=True).user


def test_co_bearer_writes_in_its_own_name_to_the_lead_and_the_moderators(
    shared, neighbour, partner, member, moderator, client
):
    client.force_login(neighbour)

    client.post(town_page(shared), {"text": "Le coût est celui de 2024."})

    assert Message.objects.get().territory == partner
    assert sorted(sent.to for sent in mail.outbox) == sorted([[member.email], [moderator.email]])
    assert "Le coût est celui de 2024." in client.get(town_page(shared)).content.decode()


def test_co_bearer_that_wrote_is_told_of_the_answers(shared, neighbour, member, moderator):
    say(shared, neighbour, "Le coût est celui de 2024.")
    mail.outbox.clear()

    say(shared, member, "Merci, corrigé.")
    say(shared, moderator, "Et celui de 2025 ?")

    assert sorted(sent.to for sent in mail.outbox[:2]) == sorted([[moderator.email], [neighbour.email]])
    assert sorted(sent.to for sent in mail.outbox[2:]) == sorted([[member.email], [neighbour.email]])


def test_co_bearer_reads_no_note_and_writes_none(shared, neighbour, moderator, client):
    say(shared, moderator, NOTE, readers=Readers.MODERATORS)
    client.force_login(neighbour)

    assert NOTE not in client.get(town_page(shared)).content.decode()
    with pytest.raises(PermissionDenied):
        say(shared, neighbour, "Une note.", readers=Readers.MODERATORS)


@pytest.mark.parametrize("answer", [Answer.WAITING, Answer.DECLINED])
def test_collectivity_that_did_not_confirm_finds_no_conversation(shared, neighbour, client, answer):
    shared.bearings.update(answer=answer)
    client.force_login(neighbour)

    assert client.get(town_page(shared)).status_code == 404
    assert client.post(town_page(shared), {"text": "Bonjour"}).status_code == 404
    with pytest.raises(PermissionDenied):
        say(shared, neighbour, "Bonjour")


def test_word_of_a_co_bearer_does_not_answer_for_the_lead(shared, neighbour, moderator):
    question = say(shared, moderator, "Quel coût ?")

    say(shared, neighbour, "Bonne question.")

    assert Message.objects.unanswered([shared]) == {shared.pk: question}


def waiting(*practices):
    return Message.objects.waiting_for_moderators([practice.pk for practice in practices])


def test_word_of_a_collectivity_waits_until_moderators_write(shared, neighbour, moderator, member):
    other = PracticeFactory()
    assert waiting(shared, other) == {}

    first = say(shared, neighbour, "Quel coût ?")
    say(shared, moderator, NOTE, readers=Readers.MODERATORS)
    assert waiting(shared, other) == {shared.pk: first}

    say(shared, moderator, "Dites-le en euros.")
    assert waiting(shared, other) == {}


def test_word_of_a_collectivity_waits_until_moderators_decide(practice, member, moderator):
    submit(practice, user=member)
    first = say(practice, member, "Quel coût ?")
    assert waiting(practice) == {practice.pk: first}

    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Dites le coût.")
    assert waiting(practice) == {}

    second = say(practice, member, "En euros ?")
    withdraw(submit(practice, user=member), user=member)
    assert waiting(practice) == {practice.pk: second}


def test_words_that_wait_are_found_in_two_queries(practice, member, django_assert_num_queries):
    others = [PracticeFactory(lead=practice.lead) for _ in range(4)]
    for one in (practice, *others):
        say(one, member, "Quel coût ?")
    with django_assert_num_queries(2):
        assert len(waiting(practice, *others)) == 5
