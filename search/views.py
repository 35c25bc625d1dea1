"""The list of sheets: a page, a fragment for htmx, and the same search as data."""

from django.conf import settings
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from practices.forms.joining import SHOWN, SUGGESTED, FindForm
from practices.territories.models import Territory

from . import tiles
from .exports import export
from .filters import HTML, PracticeSearchFilterSet
from .first_page import first_page, is_first_page
from .misses.recording import record
from .nearness import widen
from .remembering import REMEMBERED, REMEMBERED_FOR
from .results import SearchPage
from .suggestions import suggestions

SUGGESTIONS_KEPT = 60  # seconds


def practice_list(request):
    """The sheets that answer the search in the URL."""
    response = first_page(request, _list) if is_first_page(request) else _list(request)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def _list(request):
    filterset = PracticeSearchFilterSet(request.GET)
    widen(filterset)
    if filterset.output != HTML:
        return export(filterset)
    template = "search/_results.html" if request.htmx else "search/practice_list.html"
    with_background = filterset.has_map and tiles.is_wanted(request)
    page, remembered = _page(filterset, with_background), _remembered(request)
    record(request, page)
    near_of = page.near_of(remembered["remembered"])
    response = render(request, template, page.context() | remembered | {"near_of": near_of})
    if page.degraded:
        response["Cache-Control"] = "no-store"
    if page.has_tiles:
        response._csp_update = {"img-src": tiles.source()}  # as csp.decorators.csp_update does
    return response


def _page(filterset, with_background):
    return SearchPage(filterset, with_background=with_background, goes_back=True)


@require_safe
@cache_control(public=True, max_age=SUGGESTIONS_KEPT)
def suggest(request):
    """What the beginning of a search may become, as a list that a page puts under its search box."""
    return render(request, "search/_suggestions.html", {"groups": suggestions(request.GET.get("q", ""))})


@require_safe
@cache_control(public=True, max_age=SUGGESTIONS_KEPT)
def suggest_territories(request):
    """The collectivities that match what is being typed, for whoever looks for theirs, account or not."""
    found = FindForm(request.GET).results(SUGGESTED)
    return render(request, "search/_territory_suggestions.html", {"found": found})


@require_POST
def background(request):
    """Show the tiles behind the map to this reader, until the browser is closed, or no longer."""
    response = redirect(f"{reverse('practice_list')}?{request.GET.urlencode(safe='/')}")
    if request.POST.get("shown") == "1" and tiles.source():
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(tiles.REMEMBERED, "1", httponly=True, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(tiles.REMEMBERED, samesite="Lax")
    return response


def my_territory(request):
    """Choose the collectivity that lists compare with; this browser remembers it for a year.

    The search that one comes from is in the query string, and is gone back to.
    """
    search = request.GET.copy()
    search.pop("nom", None)
    if request.method == "POST":
        return _choose(request, search)
    form = FindForm({"q": request.GET["nom"]} if "nom" in request.GET else None)
    address = search.urlencode(safe="/")
    context = {"form": form, "found": form.results(), "most": SHOWN, "search": search, "address": address}
    return render(request, "search/my_territory.html", context | _remembered(request))


def _choose(request, search: QueryDict):
    for name in ("like", "loosen", "sort", "page"):
        search.pop(name, None)
    territory = Territory.objects.active().filter(code=request.POST.get("code", "")).first()
    if territory:
        search["like"] = territory.code
    query = search.urlencode(safe="/")
    response = redirect(f"{reverse('practice_list')}?{query}" if query else reverse("practice_list"))
    if territory:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            REMEMBERED, territory.code, max_age=REMEMBERED_FOR, httponly=True, samesite="Lax", secure=secure
        )
    else:
        response.delete_cookie(REMEMBERED, samesite="Lax")
    return response


def _remembered(request):
    code = request.COOKIES.get(REMEMBERED)
    known = (
        Territory.objects.active().filter(code=code).first() if code and "like" not in request.GET else None
    )
    return {"remembered": known}
