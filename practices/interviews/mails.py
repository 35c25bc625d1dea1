"""Who is told of an interview: the address given in the call, the people of the town, the moderator."""

from django.urls import reverse

from practices.mailing.composing import absolute, queue
from practices.mails import members_of, send
from practices.models import PracticePage
from practices.models.review import Verdict

from .links import DAYS, token_of


def to_sign(interview, *, reason=""):
    """The link to correct and sign, to the address of the interview; with what the review asks, if any."""
    address = absolute(reverse("interviews:read", args=[token_of(interview)]))
    _write(interview, "to_sign", address=address, days=DAYS, reason=reason)


def to_members(interview):
    """A sheet of theirs that others wrote is never a surprise."""
    practice = interview.practice
    address = absolute(reverse("practices:edit", args=[practice.pk]))
    members = members_of(practice.lead_id)
    send("interview_started", members, interview=interview, title=practice.draft_title, address=address)


def answered(interview):
    """To the moderator who called: signed, or declined and why."""
    address = absolute(reverse("practices:interview", args=[interview.practice_id]))
    people = [interview.moderator] if interview.moderator else []
    title = interview.practice.draft_title
    send("interview_answered", people, interview=interview, title=title, address=address)


def decided(interview, task_state):
    """That the sheet is published, or refused and why, to who signed it by the link."""
    published = task_state.verdict == Verdict.APPROVED
    address = PracticePage.objects.get(pk=interview.practice_id).full_url if published else ""
    _write(interview, "decided", address=address, reason=task_state.comment, published=published)


def _write(interview, name, *, address, **context):
    context |= {
        "address": address,
        "interview": interview,
        "practice": interview.practice,
        "title": interview.practice.draft_title,
    }
    queue(f"interviews/mails/{name}.txt", context, to=interview.email, action=address)
