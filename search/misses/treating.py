"""« Traité », in one step from the list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.territories.admin.columns import PostingColumn

from .models import SearchMiss, SearchWish


class TreatColumn(PostingColumn):
    """A button, as long as it was not treated."""

    cell_template_name = "search/admin/treat_cell.html"

    def __init__(self, url_name):
        super().__init__("treat", label="Agir")
        self.url_name = url_name

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"url": reverse(self.url_name, args=[instance.pk])}


@require_POST
def treat_miss(request, pk):
    return _treat(request, SearchMiss, pk)


@require_POST
def treat_wish(request, pk):
    return _treat(request, SearchWish, pk)


@transaction.atomic
def _treat(request, model, pk):
    if not request.user.has_perm(f"misses.change_{model._meta.model_name}"):
        raise PermissionDenied
    found = get_object_or_404(model.objects.select_for_update(), pk=pk)
    if not found.is_treated:
        found.is_treated = True
        found.save()
        record(Act.TREAT_SEARCH, found, user=request.user)
    messages.success(request, f"«\u00a0{found}\u00a0» est traité.")
    index = reverse(model.snippet_viewset.get_url_name("list"))
    return redirect(get_valid_next_url_from_request(request) or index)
