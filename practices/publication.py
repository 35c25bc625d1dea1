"""How Wagtail ends a workflow. It imports this while its own models load: no model may be imported here."""

from wagtail.workflows import publish_workflow_state


def publish_reviewed(workflow_state, user=None):
    """The version that was judged goes live (WAGTAIL_FINISH_WORKFLOW_ACTION).

    The permission to publish is not asked: nobody has it on a sheet; `review.decide()` has asked the rules.
    """
    state = workflow_state.current_task_state.specific
    if getattr(state, "verdict", ""):
        state.revision.publish(user=user, skip_permission_checks=True)
    else:
        publish_workflow_state(workflow_state, user=user)
