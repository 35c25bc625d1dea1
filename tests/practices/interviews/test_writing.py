import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from practices import rules
from practices.audit.acts import Act
from practices.audit.models import Entry
from practices.drafts import StaleVersion, mark_of, save_draft, version_of
from practices.history import versions_of
from practices.interviews.models import Interview, Outcome
from practices.interviews.writing import decline, send, sign, take_up
from practices.models import PracticePage
from practices.models.review import MODERATORS, Verdict
from practices.review import ReferentNeeded, decide, submit
from practices.status import ReviewStatus, status_of
from tests.factories.accounts import UserFactory
from tests.factories.interviews import begin_interview, holder, write_from
from tests.factories.practices import ModeratorFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


def stored(interview):
    return PracticePage.objects.get(pk=interview.practice_id)


def sign_as_read(interview, signatory):
    return sign(
        stored(interview),
        signatory=signatory,
        version=mark_of(stored(interview)),
        name="Anne Petit",
        function="Maire",
    )


def test_who_took_it_up_and_who_began_leave_the_decision_to_a_third(sent, signatory, moderator):
    colleague, third = ModeratorFactory(), ModeratorFactory()

    for _ in range(2):
        take_up(sent, user=colleague)
    sign_as_read(sent, signatory)

    [taken] = Entry.objects.filter(action=Act.TAKE_INTERVIEW)
    assert (taken.user, taken.person, taken.practice) == (colleague, moderator, sent.practice)
    assert [rules.can_review(user, stored(sent)) for user in (moderator, colleague, third)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("who", ["member", "moderator of the town", "published", "sent by a member"])
def test_interview_is_taken_up_by_moderators_alone_while_it_is_under_way(
    who, interview, territory, moderator
):
    user = UserFactory() if who == "member" else ModeratorFactory()
    if who in ("member", "moderator of the town"):
        MembershipFactory(user=user, territory=territory, confirmed=True)
    if who == "published":
        PracticePage.objects.update(first_published_at=timezone.now())
    if who == "sent by a member":
        Interview.objects.update(outcome=Outcome.SENT)

    with pytest.raises(PermissionDenied):
        take_up(interview, user=user)

    assert Interview.objects.get().moderator == moderator


def test_start_makes_a_sheet_of_the_town_with_the_contact_of_the_call(territory, moderator):
    practice = begin_interview(territory, moderator=moderator).practice

    assert (practice.lead, practice.owner, practice.live) == (territory, moderator, False)
    assert (practice.contact_function, practice.contact_email) == (
        "Secrétaire de mairie",
        "mairie@luzy.example",
    )


def test_start_twice_from_one_form_makes_one_sheet(territory, moderator):
    key = uuid.uuid4()

    first, second = (begin_interview(territory, moderator=moderator, key=key) for _ in range(2))

    assert first == second
    assert PracticePage.objects.count() == 1


def test_start_is_for_moderators_who_do_not_speak_for_the_town(territory, member, moderator, place):
    MembershipFactory(user=moderator, territory=territory, confirmed=True)

    for user in (member, moderator):
        with pytest.raises(PermissionDenied):
            begin_interview(territory, moderator=user)
    assert not Interview.objects.exists()


def test_sent_link_is_mailed_to_the_address_and_the_members_are_told_once(
    interview, moderator, member, mailoutbox
):
    send(interview, user=moderator)
    send(interview, user=moderator)

    assert [mail.to for mail in mailoutbox] == [
        ["mairie@luzy.example"],
        [member.email],
        ["mairie@luzy.example"],
    ]
    assert mailoutbox[0].subject == "Votre fiche à relire et à signer\u00a0: Partager un informaticien"
    assert "/entretiens/" in mailoutbox[0].body
    assert f"/mon-espace/fiches/{interview.practice_id}/" in mailoutbox[1].body
    assert "/entretiens/" not in mailoutbox[1].body


def test_new_link_kills_the_one_before(interview, moderator):
    old = holder(send(interview, user=moderator))
    new = holder(send(interview, user=moderator, email="maire@luzy.example"))

    with pytest.raises(PermissionDenied):
        sign_as_read(interview, old)
    with pytest.raises(PermissionDenied):
        save_draft(interview.practice, user=old, data={"summary": "Trop tard."})
    sign_as_read(interview, new)
    assert Interview.objects.get().email == "maire@luzy.example"


def test_another_moderator_sends_nothing(interview):
    with pytest.raises(PermissionDenied):
        send(interview, user=ModeratorFactory())


def test_signature_submits_as_the_town_s_own(sent, signatory, moderator, mailoutbox):
    another = ModeratorFactory()
    mailoutbox.clear()

    sign_as_read(sent, signatory)

    sent.refresh_from_db()
    assert (sent.outcome, sent.signatory, sent.signatory_function) == (Outcome.SIGNED, "Anne Petit", "Maire")
    assert status_of(stored(sent)).status == ReviewStatus.IN_REVIEW
    assert [mail.to for mail in mailoutbox] == [[another.email], [moderator.email]]
    assert rules.has_stake(moderator, stored(sent))


def test_signature_twice_is_refused_the_second_time(sent, signatory):
    sign_as_read(sent, signatory)

    with pytest.raises(PermissionDenied):
        sign_as_read(sent, signatory)


def test_signature_of_a_version_that_changed_since_it_was_read_is_refused(sent, signatory, moderator):
    version = mark_of(stored(sent))
    save_draft(sent.practice, user=moderator, data={"summary": "Corrigé."})

    with pytest.raises(StaleVersion):
        sign(stored(sent), signatory=signatory, version=version, name="Anne", function="Maire")
    assert Interview.objects.get().outcome == ""


def test_signature_of_an_incomplete_sheet_names_what_is_missing(sent, signatory):
    save_draft(sent.practice, user=signatory, data={"summary": ""})

    with pytest.raises(ValidationError) as refusal:
        sign_as_read(sent, signatory)

    assert list(refusal.value.message_dict) == ["summary"]
    assert Interview.objects.get().outcome == ""


def test_signature_where_referents_alone_submit_is_left_to_them(sent, signatory, territory):
    territory.referents_submit = True
    territory.save()

    with pytest.raises(ReferentNeeded):
        sign_as_read(sent, signatory)


def test_declined_sheet_goes_nowhere_and_the_moderator_is_told_why(sent, signatory, moderator, mailoutbox):
    mailoutbox.clear()

    decline(stored(sent), signatory=signatory, reason="Le maire ne souhaite pas.")

    assert Interview.objects.get().is_declined
    assert status_of(stored(sent)).status == ReviewStatus.DRAFT
    assert [mail.to for mail in mailoutbox] == [[moderator.email]]
    assert "Le maire ne souhaite pas." in mailoutbox[0].body
    with pytest.raises(PermissionDenied):
        sign_as_read(sent, signatory)


def test_changes_asked_by_the_review_bring_a_new_link_with_the_reason(sent, signatory, mailoutbox):
    sign_as_read(sent, signatory)
    mailoutbox.clear()

    decide(stored(sent), user=ModeratorFactory(), verdict=Verdict.CHANGES, reason="Précisez le coût.")

    assert [mail.to for mail in mailoutbox] == [["mairie@luzy.example"]]
    assert "Précisez le coût." in mailoutbox[0].body
    again = holder(Interview.objects.get())
    save_draft(sent.practice, user=again, data={"summary": "Corrigé."})
    sign_as_read(sent, again)
    assert status_of(stored(sent)).status == ReviewStatus.IN_REVIEW


@pytest.mark.parametrize(
    ("verdict", "subject"),
    [
        (Verdict.APPROVED, "Votre fiche est publiée\u00a0: Partager un informaticien"),
        (Verdict.REFUSED, "Votre fiche n’est pas retenue\u00a0: Partager un informaticien"),
    ],
)
def test_decision_is_told_to_who_signed(sent, signatory, mailoutbox, verdict, subject):
    sign_as_read(sent, signatory)
    mailoutbox.clear()

    decide(stored(sent), user=ModeratorFactory(), verdict=verdict, reason="Un mot.")

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [(["mairie@luzy.example"], subject)]
    assert "Un mot." in mailoutbox[0].body
    assert "/entretiens/" not in mailoutbox[0].body


def test_member_who_sends_the_sheet_takes_it_over(sent, signatory, member):
    submit(stored(sent), user=member)

    assert Interview.objects.get().outcome == Outcome.SENT
    with pytest.raises(PermissionDenied):
        decline(stored(sent), signatory=signatory, reason="Trop tard.")


def test_both_sides_at_once_overwrite_nothing(sent, signatory, moderator):
    seen = version_of(stored(sent).get_latest_revision_as_object(), ["summary"])
    save_draft(sent.practice, user=signatory, data={"summary": "De la mairie."}, seen=seen)

    with pytest.raises(StaleVersion):
        save_draft(sent.practice, user=moderator, data={"summary": "De l’association."}, seen=seen)
    assert stored(sent).summary == "De la mairie."


def test_page_of_the_link_goes_on_from_what_it_saved_itself(sent, signatory):
    key = uuid.uuid4()
    seen = version_of(stored(sent).get_latest_revision_as_object(), ["summary"])

    for text in ("Trois.", "Trois communes."):
        save_draft(sent.practice, user=signatory, data={"summary": text}, seen=seen, key=key)

    assert stored(sent).summary == "Trois communes."


def test_history_tells_the_hands_apart_and_names_no_moderator(sent, signatory, moderator):
    for text in ("Un.", "Deux."):
        save_draft(sent.practice, user=signatory, data={"summary": text})
    write_from(sent)

    who = [version.who for version in versions_of(stored(sent))]

    assert who == [MODERATORS, "La collectivité, par le lien de l’entretien", MODERATORS]


def test_signature_and_refusal_stand_in_the_log(sent, signatory):
    sign_as_read(sent, signatory)

    entry = PageLogEntry.objects.get(page=sent.practice_id, action="interviews.sign")
    assert entry.data == {"name": "Anne Petit", "function": "Maire"}
    assert entry.revision_id == stored(sent).latest_revision_id
