"""The audit in Wagtail's admin: moderators read what was done to sheets, administrators all."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin.views.generic.base import BaseListingView

from practices import rules
from practices.audit.models import Entry

from .csv_file import csv_file
from .filters import AuditFilterSet
from .lines import lines_of


@method_decorator(never_cache, "dispatch")
class AuditView(BaseListingView):
    """The lines asked for, the newest first."""

    template_name = "desk/audit.html"
    page_title = "Journal des actes"
    header_icon = "history"
    index_url_name = "desk_audit"
    filterset_class = AuditFilterSet
    columns = []
    paginate_by = 50
    verbose_name, verbose_name_plural = "acte", "actes"

    def dispatch(self, request, *args, **kwargs):
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filterset_kwargs(self):
        return {"data": self.request.GET}

    def get_base_queryset(self):
        entries = Entry.objects.all()
        return entries if self.request.user.is_superuser else entries.of_sheets()

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.order_by("-at", "-pk"))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = {name: value for name, value in self.filters.data.items() if value}
        asked.pop(self.page_kwarg, None)
        return context | {
            "lines": lines_of(context["object_list"]),
            "csv_url": f"{reverse('desk_audit_csv')}?{urlencode(asked)}",
            "is_narrowed": bool(asked),
            "media": context["media"] + forms.Media(css={"all": ["desk/desk.css"]}),
        }


class AuditFileView(AuditView):
    """The same lines as CSV; what was not understood is told by the page, rather than left aside."""

    def render_to_response(self, context, **response_kwargs):
        if self.filters.errors:
            return super().render_to_response(context, status=400)
        return csv_file(self.object_list)
