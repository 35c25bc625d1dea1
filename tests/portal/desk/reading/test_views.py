"""Reading a submission through its page."""

import datetime
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from practices.answering.answering import answer
from practices.assignments.models import Association
from practices.assignments.taking import take
from practices.checklist.models import Check
from practices.conversations.models import Message, Readers
from practices.models import Criterion
from practices.models.review import Verdict
from practices.opinions.models import Advice, Opinion
from practices.review import decide
from search.duplicates.models import Look
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 59  # with those of Wagtail’s menu


def url(sheet, name="desk_read"):
    return reverse(name, args=[sheet.pk])


def told(response):
    return [unescape(str(message)) for message in get_messages(response.wsgi_request)]


def rewrite(sheet, **fields):
    """A newer version, by the town."""
    draft = sheet.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=sheet.lead.memberships.get().user)
    sheet.refresh_from_db()
    return sheet


def changed(response):
    return [
        (change.anchor, [difference.label for difference in change.differences])
        for change in response.context["changes"]
    ]


def test_line_of_the_desk_leads_to_the_reading(desk, send):
    sheet = send()

    assert url(sheet) in desk.get("/admin/bureau/").text


def test_first_version_is_shown_in_a_frame_with_nothing_to_compare(desk, send):
    sheet = send(title="Une")

    response = desk.get(url(sheet))
    frame = desk.get(reverse("practices:preview", args=[sheet.pk]))

    assert (changed(response), "Première version" in response.text) == ([], True)
    assert f'src="{frame.request["PATH_INFO"]}"' in response.text
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]


def test_only_what_changed_since_the_published_version_is_shown(desk, send):
    sheet = PracticeFactory(published=True, title="Une", summary="Avant.")
    MembershipFactory(territory=sheet.lead, confirmed=True)
    send(rewrite(sheet, summary="Après."))

    response = desk.get(url(sheet))

    assert changed(response) == [("changements", ["En une phrase"])]
    assert response.context["changes"][0].differences[0].pieces == [
        ("removed", "Avant"),
        ("added", "Après"),
        ("same", "."),
    ]


def test_what_the_town_corrected_since_the_answer_is_shown(desk, moderator, send):
    sheet = send(summary="Avant.")
    answer(sheet, user=moderator, verdict=Verdict.CHANGES, remarks=[("summary", "Dites combien.")])
    send(rewrite(sheet, summary="Trois."))

    response = desk.get(url(sheet))

    assert changed(response) == [("corrections", ["En une phrase"])]
    assert [(label, one.said[0].text) for label, one in response.context["remarks"]] == [
        ("En une phrase", "Dites combien.")
    ]


def test_doubles_other_sheets_and_the_thread_are_shown(desk, moderator, send):
    sheet = send()
    double = PracticeFactory(published=True, title="Le même")
    PracticeFactory(lead=sheet.lead, title="Un brouillon")
    Look.keep(sheet, sheet.latest_revision_id, [(double, 80, "Titre presque identique")])
    note = {"practice": sheet, "author": moderator, "text": "À vérifier.", "readers": Readers.MODERATORS}
    Message.objects.create(key="5a3e8a4e-54b5-4c3b-8f3b-111111111111", **note)

    html = unescape(desk.get(url(sheet)).text)

    for said in ("Le même", "Titre presque identique", "Un brouillon", "Brouillon", "À vérifier."):
        assert said in html


def test_sheets_that_the_collectivity_bears_with_others_are_of_its_history(desk, send):
    sheet = send()
    lead = TerritoryFactory(name="Autun")
    PracticeFactory(lead=lead, title="La commune", confirmed_bearers=[sheet.lead])
    PracticeFactory(lead=lead, title="D’Autun seule")

    html = unescape(desk.get(url(sheet)).text)

    history = html[html.index('id="t-collectivite"') :]
    assert "La commune" in history and f"portée avec {lead.label}" in history
    assert "D’Autun seule" not in html and "La collectivité (1)" in html


def test_long_history_says_how_many_more(desk, send, monkeypatch):
    monkeypatch.setattr("portal.desk.reading.screen.MOST_OTHERS", 2)
    sheet = send()
    for _ in range(5):
        PracticeFactory(lead=sheet.lead)

    html = unescape(desk.get(url(sheet)).text)

    assert "<p>Et 3\u00a0autres.</p>" in html and "La collectivité (5)" in html


@pytest.mark.parametrize(("day", "is_late"), [("2026-01-05", True), ("2999-01-05", False)])
def test_opinion_is_asked_of_who_may_give_it(desk, moderator, send, day, is_late):
    sheet = send()
    Opinion.objects.create(
        review=sheet.current_workflow_task_state,
        association=Association.objects.of(moderator).get(),
        due_on=day,
        first_advice=Advice.PUBLISH,
        first_text="Rien à redire.",
    )

    page = unescape(desk.get(url(sheet)).text)
    desk_page = unescape(desk.get("/admin/bureau/?queue=avis-demandes").text)

    link = f'<a href="{url(sheet, "practices_opinion")}">Donner votre avis'
    assert link in page and link in desk_page
    assert ("En retard" in page, "Avis en retard" in desk_page) == (is_late, is_late)
    assert f"Avis de Villes de France avant le 5\u00a0janvier {day[:4]}" in desk_page


def test_opinion_asked_of_the_other_association_is_told(desk, moderator, send, other_side):
    sheet = send()
    Opinion.objects.create(
        review=sheet.current_workflow_task_state,
        association=Association.objects.of(other_side).get(),
        asked_by=moderator,
        due_on=datetime.date(2026, 12, 8),
        first_advice=Advice.PUBLISH,
        first_text="Rien à redire.",
    )

    page = unescape(desk.get(url(sheet)).text)
    assert "Avis demandé à Villes Internet" in page and "Donner votre avis" not in page


def test_criteria_ticked_are_seen_by_the_others(desk, moderator, client, send, other_side):
    sheet, criterion = send(), Criterion.objects.create(name="Utile")
    review = sheet.current_workflow_task_state.pk

    response = desk.post(url(sheet, "desk_check"), {"met": [criterion.pk], "review": review})
    client.force_login(other_side)
    page = client.get(url(sheet))

    assert response.url == url(sheet)
    assert [(one.name, check.by) for one, check in page.context["criteria"].rows] == [("Utile", moderator)]


def test_what_is_left_is_recalled_beside_the_button_that_publishes(desk, moderator, send):
    sheet = send()
    first, second, third = (Criterion.objects.create(name=name) for name in ("Un", "Deux", "Trois"))
    Check.objects.create(review=sheet.assignment.review, criterion=first, by=moderator)
    Comment.objects.create(page=sheet, user=moderator, contentpath="need", text="Depuis quand ?")
    before = desk.get(url(sheet)).text
    for criterion in (second, third):
        Check.objects.create(review=sheet.assignment.review, criterion=criterion, by=moderator)
    Comment.objects.update(resolved_at=timezone.now())

    after = desk.get(url(sheet)).text

    assert (
        'Avant de publier&nbsp;: <a href="#criteres">2\u00a0critères ne sont pas cochés</a>, '
        '<a href="#remarques">1\u00a0remarque attend encore la collectivité</a>.'
    ) in before
    assert "Avant de publier" not in after


@pytest.mark.parametrize("posted", [{}, {"review": "x"}, {"review": "1", "met": "x"}, {"review": "999999"}])
def test_malformed_criteria_are_said_and_keep_nothing(desk, send, posted):
    sheet = send()

    response = desk.post(url(sheet, "desk_check"), posted)

    assert (response.url, len(told(response)) > 0, Check.objects.exists()) == (url(sheet), True, False)


def test_publish_what_was_read(desk, send):
    sheet = send(title="Une")

    response = desk.post(url(sheet, "desk_publish"), {"version": sheet.latest_revision_id})

    sheet.refresh_from_db()
    assert (response.url, sheet.live, told(response)) == (
        reverse("desk"),
        True,
        ["«\u00a0Une\u00a0» est publiée."],
    )


@pytest.mark.parametrize("version", ["", "x", "999999"])
def test_version_that_was_not_read_is_not_published(desk, send, version):
    sheet = send()

    response = desk.post(url(sheet, "desk_publish"), {"version": version})

    sheet.refresh_from_db()
    assert (response.url, sheet.live, len(told(response))) == (url(sheet), False, 1)


def test_second_decision_is_told_the_first(desk, send, other_side):
    sheet = send()
    decide(sheet, user=other_side, verdict=Verdict.REFUSED, reason="Ce n’est pas une pratique.")

    response = desk.post(url(sheet, "desk_publish"), {"version": sheet.latest_revision_id})

    assert "Décision déjà prise" in told(response)[0]
    assert "rien à décider" in desk.get(url(sheet)).text


def test_who_has_a_stake_reads_and_decides_nothing(desk, moderator, send):
    sheet = send()
    MembershipFactory(user=moderator, territory=sheet.lead, confirmed=True)

    response = desk.get(url(sheet))
    refused = desk.post(url(sheet, "desk_publish"), {"version": sheet.latest_revision_id})

    sheet.refresh_from_db()
    assert [response.context.get(name) for name in ("criteria", "entries", "message")] == [None] * 3
    assert "Publier la fiche" not in response.text
    assert (sheet.live, len(told(refused))) == (False, 1)


def test_message_comes_back_to_the_reading(desk, send):
    sheet = send()
    posted = {"text": "Bonjour", "readers": Readers.MODERATORS, "next": url(sheet)}

    assert desk.post(reverse("practices_conversation", args=[sheet.pk]), posted).url == url(sheet)


@pytest.mark.parametrize("number", [1, 6])
def test_reading_takes_a_constant_number_of_queries(
    desk, moderator, send, number, django_assert_max_num_queries
):
    sheet = PracticeFactory(published=True)
    MembershipFactory(territory=sheet.lead, confirmed=True)
    send(rewrite(sheet, summary="Après."))
    take(sheet, user=moderator)
    double = [(PracticeFactory(published=True), 80, "Même titre") for _ in range(number)]
    Look.keep(sheet, sheet.latest_revision_id, double)
    for _ in range(number):
        PracticeFactory(lead=sheet.lead)
        Comment.objects.create(page=sheet, user=moderator, contentpath="need", text="Depuis quand ?")
        Check.objects.create(
            review=sheet.current_workflow_task_state,
            criterion=Criterion.objects.create(name="Utile"),
            by=moderator,
        )
    desk.get(url(sheet))

    with django_assert_max_num_queries(MOST_QUERIES):
        desk.get(url(sheet))


def merge_links(response):
    return [double.merge_url for double in response.context["doubles"]]


def test_published_double_is_said_to_be_merged_later_and_linked_when_it_can_be(desk, moderator, send):
    sheet = send()
    double = PracticeFactory(published=True, title="Le même")
    draft = PracticeFactory(title="Un autre brouillon")
    found = [(double, 80, "Titre presque identique"), (draft, 70, "Résumé proche")]
    Look.keep(sheet, sheet.latest_revision_id, found)

    before = desk.get(url(sheet))
    decide(sheet, user=moderator, verdict="approuvee")
    after = desk.get(url(sheet))

    later = "les deux pourront être réunies quand la fiche que vous lisez sera publiée"
    assert (merge_links(before), unescape(before.text).count(later)) == (["", ""], 1)
    address = f"{reverse('practices_merge', args=[sheet.pk])}?other={double.slug}"
    assert (merge_links(after), unescape(after.text).count(later)) == ([address, ""], 0)
    assert "Quelle fiche garder" in unescape(desk.get(address).text)


def test_double_in_review_or_of_ones_own_has_no_link_to_merge(desk, moderator, send):
    sheet = send()
    in_review, own = (PracticeFactory(published=True) for _ in range(2))
    MembershipFactory(territory=in_review.lead, confirmed=True)
    send(rewrite(in_review, summary="Après."))
    MembershipFactory(user=moderator, territory=own.lead, confirmed=True)
    Look.keep(sheet, sheet.latest_revision_id, [(in_review, 80, "Titre"), (own, 70, "Titre")])
    decide(sheet, user=moderator, verdict="approuvee")

    assert merge_links(desk.get(url(sheet))) == ["", ""]
