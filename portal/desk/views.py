"""The moderators' desk, in Wagtail's admin. The rules are those of `practices.assignments`."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.home import HomeView

from portal.accounts.admin_door import starts_at_desk
from portal.typography import counted
from practices import rules
from practices.assignments.models import Assignment
from practices.assignments.taking import hand_over, release, take_all

from . import queues, to_do
from .filters import DeskFilterSet
from .forms import HandOverForm, TakeForm
from .lines import lines_for, read_page

CONFLICT = 409
REFUSALS_SAID = 5


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int
    is_current: bool
    is_alarming: bool


class DeskView(BaseListingView):
    """All that is in review, in the queues of one moderator."""

    template_name = "desk/desk.html"
    page_title = "Bureau des modérateurs"
    header_icon = "tasks"
    index_url_name = "desk"
    filterset_class = DeskFilterSet
    columns = []
    paginate_by = 50
    verbose_name, verbose_name_plural = "fiche", "fiches"

    def dispatch(self, request, *args, **kwargs):
        _check(request.user)
        self.moderator = queues.Moderator.of(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return []  # the first page

    def get_base_queryset(self):
        return Assignment.objects.open().with_past()

    def filter_queryset(self, queryset):
        self.narrowed = super().filter_queryset(queryset)
        chosen = self.narrowed.filter(self.filters.queue_asked.where(self.moderator))
        return self.filters.ordered(chosen).only("pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        places = read_page([place.pk for place in context["object_list"]])
        return context | {
            "lines": lines_for(self.request.user, places),
            "tabs": self._tabs(),
            "chosen": self.filters.queue_asked,
            "to_do": to_do.lines_for(self.request.user),
            "media": context["media"] + forms.Media(css={"all": ["desk/desk.css"]}),
        }

    def _tabs(self):
        counts = queues.count(self.narrowed, self.moderator)
        named = {"a-mon-association": self.moderator.names and f"À {self.moderator.names}"}
        return [
            Tab(
                label=named.get(queue.name) or queue.label,
                url=f"?{self.filters.query_string(queue=queue.name)}",
                count=counts[queue.name],
                is_current=queue == self.filters.queue_asked,
                is_alarming=queue.name == queues.LATE and counts[queue.name] > 0,
            )
            for queue in queues.QUEUES
        ]


@never_cache
def all_to_do(request):
    """What waits besides the sheets in review."""
    _check(request.user)
    return render(request, "desk/to_do.html", {"lines": to_do.lines_for(request.user)})


@require_POST
def take(request):
    """Take the sheets ticked, or one; those that cannot be are named with the reason."""
    _check(request.user)
    form = TakeForm(request.POST)
    if not form.is_valid():
        for sentence in dict.fromkeys(sum(form.errors.values(), [])):
            messages.error(request, sentence)
        return _back(request)
    result = take_all(form.chosen, user=request.user)
    if result.taken:
        number = len(result.taken)
        verb = "sont" if number > 1 else "est"
        messages.success(request, f"{counted(number, 'fiche')} {verb} à vous.")
    for practice, sentence in result.refused[:REFUSALS_SAID]:
        messages.error(request, f"«\u00a0{practice.draft_title}\u00a0»\u00a0: {sentence}")
    if (others := len(result.refused) - REFUSALS_SAID) > 0:
        messages.error(
            request, f"Et {counted(others, 'autre fiche', 'autres fiches')}, pour des raisons voisines."
        )
    return _back(request)


@require_POST
def leave(request, pk):
    """Leave a sheet to the others."""
    _check(request.user)
    place = get_object_or_404(Assignment.objects.select_related("practice"), practice=pk)
    try:
        release(place.practice, user=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"«\u00a0{place.practice.draft_title}\u00a0» est laissée aux autres.")
    return _back(request)


@never_cache
def give(request, pk):
    """Give a sheet to another moderator."""
    _check(request.user)
    place = _place(pk)
    form = HandOverForm(request.POST or None, holder=place.taken_by)
    if request.method != "POST" or not form.is_valid():
        return _ask_to_whom(request, place, form, status=400 if form.errors else 200)
    to = form.cleaned_data["to"]
    try:
        hand_over(place.practice, user=request.user, **form.cleaned_data)
    except PermissionDenied as refusal:
        place = _place(pk)  # who holds it now
        form = HandOverForm(holder=place.taken_by, to=to)
        return _ask_to_whom(request, place, form, status=CONFLICT, refusal=str(refusal))
    messages.success(request, f"La fiche est confiée à {to}.")
    return _back(request)


def _place(pk):
    return get_object_or_404(Assignment.objects.select_related("practice__lead", "taken_by"), practice=pk)


def _ask_to_whom(request, place, form, *, status, refusal=""):
    context = {"place": place, "form": form, "refusal": refusal}
    context["next"] = get_valid_next_url_from_request(request)
    return render(request, "desk/give.html", context, status=status)


@require_admin_access
def admin_home(request):
    """The first page of the admin: for who moderates for an association, the desk."""
    if starts_at_desk(request.user):
        return redirect("desk")
    return HomeView.as_view()(request)


def _check(user):
    if not rules.is_moderator(user):
        raise PermissionDenied


def _back(request):
    return redirect(get_valid_next_url_from_request(request) or reverse("desk"))
