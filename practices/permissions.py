"""Wagtail's page permissions, narrowed for sheets: what is published has passed the review."""

from wagtail.models import PagePermissionTester

from . import rules


class PracticeIndexPermissionTester(PagePermissionTester):
    def can_publish_subpage(self):
        return False


class PracticePermissionTester(PagePermissionTester):
    """Nobody publishes or schedules a sheet by a button, administrators included: see `review.decide()`."""

    def can_publish(self):
        return False

    def can_unpublish(self):
        return super().can_unpublish() and not rules.has_stake(self.user, self.page)

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk) and not (
            self.page.live and rules.has_stake(self.user, self.page)
        )

    def can_set_view_restrictions(self):
        return False
