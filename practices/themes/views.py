"""The moderators' page of the admin that merges a theme into another: which one, then what would change."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from practices import rules
from practices.models import Theme

from .forms import IntoForm
from .merging import merge, uses_of


@never_cache
def merge_theme(request, pk):
    """The theme that stays is in the address, so that the page can be read before anything is done."""
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    theme = get_object_or_404(Theme.objects.select_related("parent"), pk=pk)
    form = IntoForm(request.GET or None, theme=theme)
    context = {"theme": theme, "form": form, "uses": uses_of(theme), "list_url": _list_url()}
    if theme.children.exists() or not form.is_valid():
        return _page(request, context, status=400 if form.errors else 200)
    into = form.cleaned_data["into"]
    if request.method == "POST":
        try:
            merge(theme, into=into, user=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return _page(request, context, status=400)
        messages.success(request, f"«\u00a0{theme}\u00a0» est réuni à «\u00a0{into}\u00a0».")
        return redirect(_list_url())
    return _page(request, context | {"into": into}, status=200)


def _list_url():
    return reverse(Theme.snippet_viewset.get_url_name("list"))


def _page(request, context, *, status):
    return render(request, "themes/merge.html", context, status=status)
