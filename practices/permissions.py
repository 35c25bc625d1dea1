"""What Wagtail may do to a sheet, and to what stands above the sheets: its permissions, narrowed.

What is published has passed the review; what others have read leaves by doors that tell the town. These hold
for administrators too. Wagtail asks them at most of its pages; where it asks those of any page, for what is
ticked in a list and for copies, `wagtail_hooks` does. Its programming interface does nothing (`admin.api`).
"""

from wagtail.models import PagePermissionTester, TaskState
from wagtail.permission_policies import ModelPermissionPolicy

from . import rules
from .models.review import ReviewTaskState


class AbovePermissionTester(PagePermissionTester):
    """A page that has all sheets below it: taken off, moved or copied, it would take them along."""

    def can_unpublish(self):
        return False

    def can_delete(self, ignore_bulk=False):
        return False

    def can_move(self):
        return False

    def can_move_to(self, destination):
        return False

    def can_copy(self):
        return False


class PracticeIndexPermissionTester(AbovePermissionTester):
    """The list of sheets is not edited either: its address begins all of theirs."""

    def can_edit(self):
        return False

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False


class PracticePermissionTester(PagePermissionTester):
    """Nobody publishes or schedules a sheet by a button: see `review.decide()`."""

    def can_publish(self):
        return False

    def can_submit_for_moderation(self):
        return super().can_submit_for_moderation() and not self.page.is_archived

    def can_unpublish(self):
        return super().can_unpublish() and not rules.has_stake(self.user, self.page)

    def can_delete(self, ignore_bulk=False):
        """A draft that nobody else has seen: the rest goes by `archive()`, `merge()`, `deletion.answer()`."""
        return super().can_delete(ignore_bulk) and rules.was_never_sent(self.page)

    def can_copy(self):
        return False

    def can_set_view_restrictions(self):
        return False


class WorkflowPolicy(ModelPermissionPolicy):
    """Disabling the workflow or its task ends every review in silence: not while one waits."""

    def user_has_permission(self, user, action):
        return super().user_has_permission(user, action) and not (action == "delete" and _a_review_waits())


def _a_review_waits():
    return ReviewTaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()
