"""Decisions from the address that Wagtail gives to each action of a review, outside the edit page."""

from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import TaskState

from ..review import DecisionConflict
from .deciding import conflict


class SheetWorkflowActionView(WorkflowActionView):
    """On a review that is over, Wagtail would say no more than that."""

    def dispatch(self, request, *args, **kwargs):
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            refusal = DecisionConflict(self.task_state)
            written = self.form_class(request.POST)["comment"].value()
            return conflict(request, self.object, refusal, written=written)
        return super().dispatch(request, *args, **kwargs)
