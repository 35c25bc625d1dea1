"""What waits for the moderators, the oldest first."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView
from wagtail.admin.ui.components import Component

from .. import rules
from ..models import PracticePage, ReviewTaskState


@dataclass(frozen=True)
class Waiting:
    """One sheet in review, as a moderator sees it."""

    practice: PracticePage
    state: ReviewTaskState
    may_decide: bool

    @property
    def title(self):
        return self.practice.draft_title or self.practice.title

    @property
    def days(self):
        return (timezone.now() - self.state.started_at).days

    @property
    def url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.practice.pk])


def waiting_for(user, states):
    """The sheets of these reviews, and whether this moderator may decide on each; a few queries."""
    states = list(states)
    keys = [int(state.workflow_state.object_id) for state in states]
    practices = PracticePage.objects.select_related("lead").in_bulk(keys)
    own = rules.stakes(user, practices.values())
    return [
        Waiting(practices[key], state, may_decide=key not in own)
        for key, state in zip(keys, states, strict=True)
        if key in practices
    ]


class ReviewsView(ListView):
    """The page « Fiches à relire » of the admin."""

    template_name = "practices/admin/reviews.html"
    paginate_by = 50
    page_kwarg = "p"

    def dispatch(self, request, *args, **kwargs):
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return ReviewTaskState.objects.waiting()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"rows": waiting_for(self.request.user, context["object_list"])}


class ReviewsPanel(Component):
    """On the admin's home, in place of Wagtail's own list, whose buttons decide without showing the sheet."""

    name = "reviews"
    template_name = "practices/admin/reviews_panel.html"
    order = 100
    SHOWN = 5

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        if not rules.is_moderator(user):
            return {"rows": []}
        waiting = ReviewTaskState.objects.waiting()
        return {"rows": waiting_for(user, waiting[: self.SHOWN]), "count": waiting.count()}
