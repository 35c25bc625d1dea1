"""Who writes a sheet from an interview. They touch nothing.

The moderator who called, or the colleague who took it up, until the sheet is published or a member has sent
it; and whoever holds the link that was sent to the collectivity, until it is answered.
"""

from practices.territories.models import Membership

from .models import Interview
from .signatory import Signatory


def interviews_of(writer):
    """Those from which this writer may write: of an account, or of the holder of a link."""
    from ..models.review import ReviewTask  # here, because the verbs of the sheets ask these rules

    if isinstance(writer, Signatory):
        return Interview.objects.of_link(writer.interview_id, writer.link)
    if not ReviewTask.is_moderator(writer):
        return Interview.objects.none()
    return Interview.objects.led_by(writer)


def can_take_up(user, interview) -> bool:
    """Go on with the interview of a colleague: any moderator, but for their own collectivity."""
    from ..models.review import ReviewTask  # as above

    if not ReviewTask.is_moderator(user):
        return False
    own = Membership.objects.confirmed().for_user(user).for_territory(interview.practice.lead_id)
    return not own.exists() and Interview.objects.of_colleagues(user).filter(pk=interview.pk).exists()


def writes_from_call(writer, practice) -> bool:
    """Whether an interview lets this writer tell this sheet, whichever side of the call they are on."""
    return interviews_of(writer).filter(practice=practice.pk).exists()


def holds_link(writer, practice) -> bool:
    """Whether it is the link in hand that opens this sheet, still."""
    return isinstance(writer, Signatory) and writes_from_call(writer, practice)
