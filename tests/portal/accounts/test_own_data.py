"""Whatever points at a person is in their data, or is left out for a reason that stands here."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Comment, CommentReply

from portal.accounts.own_data import data_of
from practices.deletion.models import DeletionRequest
from practices.mutualisation.models import Answer, Bearing
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db

GIVEN = {
    "account.EmailAddress.user",
    "alerts.SavedSearch.user",
    "audit.Entry.user",
    "conversations.Message.author",
    "deletion.DeletionRequest.asked_by",
    "files.SheetFile.sent_by",
    "interviews.Interview.moderator",
    "mailing.Refusal.user",
    "mailing.Told.user",
    "mfa.Authenticator.user",
    "mutualisation.Bearing.answered_by",
    "reuse.Reuse.author",
    "socialaccount.SocialAccount.user",
    "territories.Membership.user",
    "vitality.Question.by",
    "wagtailcore.Comment.user",
    "wagtailcore.CommentReply.user",
    "wagtailcore.Page.owner",
    "wagtailcore.Revision.user",
}
# Acts of moderators: « actes » tells them, and what was written is the associations' own.
ACTS = {
    "archiving.Archiving.by",
    "archiving.Archiving.ended_by",
    "assignments.Assignment.taken_by",
    "checklist.Check.by",
    "deletion.DeletionRequest.answered_by",
    "merging.Merge.by",
    "opinions.Opinion.asked_by",
    "opinions.Opinion.given_by",
    "quality.QualityMark.given_by",
    "reports.Report.handled_by",
    "territories.Membership.decided_by",
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.ModelLogEntry.user",
    "wagtailcore.PageLogEntry.user",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.WorkflowState.requested_by",
}
# What the software keeps for itself, or what others did about the person, which names them.
LEFT_OUT = {
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    "audit.Entry.person",
    "practices.DraftKey.user",
    "wagtailadmin.EditingSession.user",
    "wagtailadmin.FormState.user",
    "wagtailcore.APIToken.user",
    "wagtailcore.Page.locked_by",
    "wagtailcore.PageSubscription.user",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
    "wagtailusers.UserProfile.user",
}


def test_everything_that_points_at_a_person_is_given_or_left_out_on_purpose():
    fields = get_user_model()._meta.get_fields(include_hidden=True)
    relations = [one for one in fields if one.auto_created and not one.concrete]

    pointing = {f"{one.related_model._meta.label}.{one.field.name}" for one in relations}

    assert pointing == GIVEN | ACTS | LEFT_OUT


def test_words_written_outside_a_sheet_are_given():
    membership = MembershipFactory(confirmed=True)
    person = membership.user
    sheet = PracticeFactory(lead=membership.territory)
    remark = Comment.objects.create(page=sheet, user=person, text="Combien d’agents ?", contentpath="need")
    CommentReply.objects.create(comment=remark, user=person, text="Trois agents.")
    DeletionRequest.objects.create(practice=sheet, asked_by=person, reason="Le service est fermé.")
    Bearing.objects.create(
        practice=sheet,
        territory=membership.territory,
        answer=Answer.DECLINED,
        answered_by=person,
        reason="Nous n’y sommes plus.",
    )

    data = data_of(person)

    assert [one["text"] for one in data["remarques"]] == ["Combien d’agents ?"]
    assert [one["text"] for one in data["reponses_aux_remarques"]] == ["Trois agents."]
    assert [one["reason"] for one in data["suppressions_demandees"]] == ["Le service est fermé."]
    assert [one["reason"] for one in data["reponses_pour_un_portage"]] == ["Nous n’y sommes plus."]
