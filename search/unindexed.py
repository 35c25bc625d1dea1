"""The sheets that the engine could not take, for moderators, who may have them tried again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practices import rules
from practices.models import PracticePage

from .indexing import retry
from .models import IndexEntry

SHOWN = 50
ALL_DONE = "La recherche est à jour."
STILL_DOWN = (
    "Le moteur de recherche ne prend pas encore toutes ces fiches. Rien n’est perdu\u00a0: le site réessaie "
    "de lui-même toutes les cinq minutes."
)


@never_cache
def unindexed(request):
    """One line a sheet, the first that failed at the top."""
    _check(request)
    parked = IndexEntry.objects.parked().values("key")
    rows = parked.annotate(since=Min("created_at"), tries=Max("tries"), reason=Max("error")).order_by("since")
    rows = list(rows[:SHOWN])
    titles = dict(PracticePage.objects.filter(pk__in=[row["key"] for row in rows]).values_list("pk", "title"))
    for row in rows:
        row["title"] = titles.get(row["key"])
    count = parked.distinct().count()
    return render(request, "search/admin/unindexed.html", {"rows": rows, "count": count})


@never_cache
@require_POST
def retry_unindexed(request):
    """All of them, now; what the engine refuses again stays in the list."""
    _check(request)
    if retry():
        messages.warning(request, STILL_DOWN)
    else:
        messages.success(request, ALL_DONE)
    return redirect("search_unindexed")


def _check(request):
    if not rules.is_moderator(request.user):
        raise PermissionDenied
