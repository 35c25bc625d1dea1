import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page

from portal.management.commands.worker import clean_up
from practices.audit.acts import Act
from practices.audit.models import Entry
from practices.drafts import StaleVersion, create_draft, save_draft, version_of
from practices.forms.writing import QuickForm
from practices.models import PracticePage, Software
from practices.models.draft_key import DraftKey
from practices.review import submit, withdraw
from practices.territories.choices import MembershipRole
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.practices.test_review import at_once

pytestmark = pytest.mark.django_db


def test_create_draft_needs_nothing_but_a_collectivity(member, territory, place):
    practice = create_draft(member, lead=territory, data={})

    assert (practice.lead, practice.owner, practice.live) == (territory, member, False)
    assert practice.missing_fields == [name for name in PracticePage.QUICK_FIELDS if name != "lead"]


def test_create_draft_for_others_is_refused(stranger, territory, place):
    with pytest.raises(PermissionDenied):
        create_draft(stranger, lead=territory, data={})


def test_create_draft_with_the_key_of_somebody_else_makes_another_sheet(member, colleague, territory, place):
    key = uuid.uuid4()

    first = create_draft(member, lead=territory, data={}, key=key)
    second = create_draft(colleague, lead=territory, data={}, key=key)

    assert first.pk != second.pk


def test_address_follows_the_title_until_the_first_publication(member, territory):
    practice = PracticeFactory(lead=territory, published=True, title="Ouvrir une médiathèque")
    draft = create_draft(member, lead=territory, data={"title": "Prêter des vélos"})

    save_draft(practice, user=member, data={"title": "Ouvrir deux médiathèques"})
    save_draft(draft, user=member, data={"title": "Prêter des ordinateurs"})

    slugs = list(PracticePage.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["ouvrir-une-mediatheque", "preter-des-ordinateurs"]


def test_save_draft_refuses_a_stale_version_and_changes_nothing(member, colleague, territory):
    practice = PracticeFactory(lead=territory)
    seen = version_of(practice, ["title"])
    save_draft(practice, user=colleague, data={"title": "Son titre"}, seen=seen)

    with pytest.raises(StaleVersion) as conflict:
        save_draft(practice, user=member, data={"title": "Mon titre"}, seen=seen)

    assert conflict.value.version.user == colleague
    assert PracticePage.objects.get().title == "Son titre"


def test_save_draft_of_other_fields_is_no_conflict(member, colleague, territory):
    practice = PracticeFactory(lead=territory)
    seen = version_of(practice, ["staffing"])
    save_draft(practice, user=colleague, data={"title": "Son titre"})

    saved = save_draft(practice, user=member, data={"staffing": "Un agent."}, seen=seen)

    assert (saved.title, saved.staffing) == ("Son titre", "Un agent.")


def test_save_draft_goes_on_from_what_the_same_page_saved_without_being_told(member, territory):
    practice = PracticeFactory(lead=territory)
    seen, key = version_of(practice, ["title"]), uuid.uuid4()
    save_draft(practice, user=member, data={"title": "Un"}, seen=seen, key=key)

    saved = save_draft(practice, user=member, data={"title": "Un, deux"}, seen=seen, key=key)

    assert saved.title == "Un, deux"


def test_save_draft_of_another_page_of_the_same_person_is_told(member, territory):
    practice = PracticeFactory(lead=territory)
    seen = version_of(practice, ["title"])
    save_draft(practice, user=member, data={"title": "Un"}, seen=seen, key=uuid.uuid4())

    with pytest.raises(StaleVersion):
        save_draft(practice, user=member, data={"title": "Deux"}, seen=seen, key=uuid.uuid4())


def versions(practice):
    return list(practice.revisions.order_by("pk").values_list("content__title", flat=True))


def test_save_draft_keeps_one_version_for_an_hour_of_one_person(member, colleague, territory):
    practice = PracticeFactory(lead=territory, title="Au début")
    for title in ("Un", "Un, deux"):
        save_draft(practice, user=member, data={"title": title})
    save_draft(practice, user=colleague, data={"title": "Trois"})
    practice.revisions.update(created_at=timezone.now() - datetime.timedelta(minutes=61))
    save_draft(practice, user=colleague, data={"title": "Quatre"})

    assert versions(practice) == ["Au début", "Un, deux", "Trois", "Quatre"]


def test_save_draft_never_replaces_a_version_that_was_reviewed_or_published(member, territory):
    practice = PracticeFactory(lead=territory, title="Au début")
    save_draft(practice, user=member, data={"title": "Envoyée"})
    submit(practice, user=member)
    withdraw(practice, user=member)
    save_draft(practice, user=member, data={"title": "Publiée"})
    PracticePage.objects.get().latest_revision.publish()
    save_draft(practice, user=member, data={"title": "Ensuite"})

    assert versions(practice) == ["Au début", "Envoyée", "Publiée", "Ensuite"]


def test_save_draft_writes_lines_once(member, territory):
    practice = PracticeFactory(lead=territory)
    lines = {"software": [Software(name="Nextcloud", sort_order=0), Software(name="Jitsi", sort_order=1)]}

    first = save_draft(practice, user=member, data=lines)
    again = save_draft(practice, user=member, data=lines)

    assert first.latest_revision_id == again.latest_revision_id
    assert [row.name for row in PracticePage.objects.get().software.all()] == ["Nextcloud", "Jitsi"]


def test_save_draft_in_review_is_refused(member, territory):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)

    with pytest.raises(PermissionDenied):
        save_draft(practice, user=member, data={"title": "Trop tard"})


@pytest.fixture
def other(member):
    """Another collectivity of the member."""
    other = TerritoryFactory(name="Autun")
    MembershipFactory(user=member, territory=other, confirmed=True)
    return other


def test_save_draft_moves_a_sheet_only_to_a_collectivity_of_the_person(member, territory):
    practice = PracticeFactory(lead=territory, owner=member)

    with pytest.raises(PermissionDenied):
        save_draft(practice, user=member, data={"lead": TerritoryFactory()})


def test_save_draft_never_carries_off_the_sheet_of_a_colleague(member, colleague, territory, other):
    practice = PracticeFactory(lead=territory, owner=colleague)

    with pytest.raises(PermissionDenied):
        save_draft(practice, user=member, data={"title": "À nous", "lead": other})

    assert [*QuickForm(user=member, practice=practice).fields["lead"].queryset] == [territory]
    assert PracticePage.objects.get().lead == territory
    assert not Entry.objects.filter(action=Act.CHANGE_LEAD).exists()


@pytest.mark.parametrize("is_referent", [False, True], ids=["began it", "referent"])
def test_save_draft_moves_a_sheet_and_tells_those_who_had_it(
    member, colleague, territory, other, is_referent, mailoutbox
):
    if is_referent:
        member.memberships.filter(territory=territory).update(role=MembershipRole.REFERENT)
    practice = PracticeFactory(lead=territory, owner=colleague if is_referent else member, title="L’école")
    assert other in QuickForm(user=member, practice=practice).fields["lead"].queryset

    save_draft(practice, user=member, data={"lead": other})

    assert PracticePage.objects.get().lead == other
    assert Entry.objects.get(action=Act.CHANGE_LEAD).practice_id == practice.pk
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([colleague.email], "Une fiche change de collectivité\u00a0: L’école")
    ]
    assert "Autun" in mailoutbox[0].body


def test_save_draft_tells_no_colleague_of_both_that_the_sheet_has_left_their_space(
    member, colleague, territory, other, mailoutbox
):
    MembershipFactory(user=colleague, territory=other, confirmed=True)
    practice = PracticeFactory(lead=territory, owner=member)

    save_draft(practice, user=member, data={"lead": other})

    assert [*PracticePage.objects.led_by_member(colleague)] == [practice]
    assert mailoutbox == []


def test_save_draft_of_who_may_not_move_it_keeps_the_lead_that_another_proposed(
    member, colleague, territory, other
):
    practice = PracticeFactory(lead=territory, owner=member, published=True)
    save_draft(practice, user=member, data={"lead": other})

    saved = save_draft(practice, user=colleague, data={"title": "Mieux dit", "lead": other})

    assert (saved.title, saved.lead) == ("Mieux dit", other)


def test_key_of_a_page_that_saved_nothing_for_ninety_days_is_forgotten_by_the_worker(member, territory):
    practice, old, used = PracticeFactory(lead=territory), uuid.uuid4(), uuid.uuid4()
    for title, key in (("Un", old), ("Deux", used)):
        save_draft(practice, user=member, data={"title": title}, key=key)
    DraftKey.objects.update(saved_at=timezone.now() - datetime.timedelta(days=91))
    save_draft(practice, user=member, data={"title": "Trois"}, key=used)

    clean_up()
    clean_up()

    assert [row.key for row in DraftKey.objects.all()] == [used]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_ten_times_at_once_makes_one_sheet(member, territory, place):
    key = uuid.uuid4()

    results = at_once(
        *[lambda: create_draft(member, lead=territory, data={"title": "Une fois"}, key=key).pk] * 10
    )

    assert len(set(results)) == 1
    assert PracticePage.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ten_sheets_made_at_once_leave_the_tree_whole(member, territory, place):
    results = at_once(*[lambda: create_draft(member, lead=territory, data={"title": "Pareil"}).pk] * 10)

    assert len(set(results)) == 10
    assert len(set(PracticePage.objects.values_list("slug", flat=True))) == 10
    assert Page.find_problems() == ([], [], [], [], [])
