from django.http import JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .forms import SuggestForm
from .models import Territory

SUGGESTIONS = 10
KEPT_SECONDS = 300  # the same beginnings are typed again and again; the directory changes once a year


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def suggest(request):
    """Answer the collectivities that match what is typed: {"results": [{code, label, kind, population}, …]}.

    Public. 400 with {"errors": {field: [reason]}} when the text cannot be one.
    """
    form = SuggestForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    found = Territory.objects.active().matching(form.cleaned_data["q"])[:SUGGESTIONS]
    return JsonResponse({"results": [_suggestion(territory) for territory in found]})


def _suggestion(territory):
    return {
        "code": territory.code,
        "label": territory.label,
        "kind": territory.get_kind_display(),
        "population": territory.population,
    }
