"""What is used is never deleted under those who use it, whatever the door: one line, or many ticked."""

from django.contrib import messages
from django.shortcuts import redirect
from wagtail import hooks


@hooks.register("before_delete_snippet")
def refuse_what_is_used(request, chosen):
    """Called for one line as for many; a model that has `is_used` says in `IN_USE` what to do instead."""
    used = next((one for one in chosen if getattr(one, "is_used", False)), None)
    if used is None:
        return None
    messages.error(request, f"«\u00a0{used}\u00a0» n’est pas supprimé. {used.IN_USE}")
    return redirect(used.snippet_viewset.get_url_name("list"))
