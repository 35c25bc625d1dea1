"""Wagtail's comments on the fields of a sheet, as the town sees and answers them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from practices.drafts import save_draft
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.remarks import answer, count_remarks, remarks_of, resolve, resolved_remarks_of
from practices.review import decide, submit
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory)


def comment(practice, user, field="need", text="Depuis quand ?", **options):
    return Comment.objects.create(page=practice, user=user, contentpath=field, text=text, **options)


def everything():
    return sorted(Comment.objects.values_list("pk", "text", "contentpath", "replies__text"))


def words(practice):
    return [(one.field, [(said.who, said.text) for said in one.said]) for one in remarks_of(practice).all]


def test_comments_are_enabled_in_the_admin():
    form = PracticePage.get_edit_handler().get_form_class()

    assert "comments" in form.formsets


def test_remarks_name_colleagues_and_not_moderators(practice, member, moderator):
    asked = comment(practice, moderator)
    answer(practice, user=member, remark=asked.pk, text="Depuis 2024.")
    CommentReply.objects.create(comment=asked, user=moderator, text="Merci.")
    comment(practice, moderator, resolved_at=timezone.now())
    comment(PracticeFactory(), moderator)

    assert words(practice) == [
        (
            "need",
            [
                ("Les associations", "Depuis quand ?"),
                (str(member), "Depuis 2024."),
                ("Les associations", "Merci."),
            ],
        )
    ]
    assert count_remarks([practice]) == {practice.pk: 1}


def test_same_answer_sent_twice_is_one(practice, member, moderator):
    asked = comment(practice, moderator)

    first, second = (answer(practice, user=member, remark=asked.pk, text="Oui.") for _ in range(2))

    assert first == second


def test_resolve_is_signed_and_the_remark_waits_no_more(practice, member, moderator):
    asked = comment(practice, moderator)

    resolve(practice, user=member, remark=asked.pk)

    asked.refresh_from_db()
    assert asked.resolved_by == member
    assert words(practice) == []
    with pytest.raises(Comment.DoesNotExist):
        resolve(practice, user=member, remark=asked.pk)


def test_remarks_of_another_sheet_or_town_are_out_of_reach(practice, member, stranger, moderator):
    asked, other = comment(practice, moderator), comment(PracticeFactory(), moderator)

    with pytest.raises(PermissionDenied):
        answer(practice, user=stranger, remark=asked.pk, text="Moi.")
    with pytest.raises(Comment.DoesNotExist):
        answer(practice, user=member, remark=other.pk, text="Moi.")


@pytest.mark.parametrize("published", [False, True])
def test_no_remark_is_lost_when_the_town_saves(territory, member, moderator, published):
    practice = PracticeFactory(lead=territory, published=published)
    asked = comment(practice, moderator)
    answer(practice, user=member, remark=asked.pk, text="Depuis 2024.")
    comment(practice, moderator, text="Vu.", resolved_at=timezone.now(), resolved_by=member)
    before = everything()

    save_draft(practice, user=member, data={"summary": "Autre chose."})
    save_draft(practice, user=member, data={"state_date": datetime.date(2026, 1, 1)})

    assert everything() == before


def test_remark_waits_no_more_once_the_sheet_is_published(territory, member, moderator):
    practice = PracticeFactory(lead=territory)
    before = comment(practice, moderator)
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.APPROVED)
    practice.refresh_from_db()
    on_published = words(practice), count_remarks([practice])
    comment(practice, moderator, text="Et depuis ?")

    assert on_published == ([], {})
    assert [one.key for one in resolved_remarks_of(practice)] == [before.pk]
    assert words(practice) == [("need", [("Les associations", "Et depuis ?")])]
    assert count_remarks([practice]) == {practice.pk: 1}
