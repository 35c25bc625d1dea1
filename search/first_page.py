"""The list as a newcomer sees it: nothing asked, nothing remembered. Made once for each state of the sheets.

Most visits begin there, and nearly all of them get the same page. What is kept is thrown away as soon as a
sheet is written to the index, or waits to be, in any process; and after a minute in any case, for what else
it shows (the menus, the day).
"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse

KEY = "search.first_page"
KEPT_SECONDS = 60
# By hand: the same through the models takes two statements, and longer to write than to answer.
LAST_ROWS = "SELECT (SELECT MAX(id) FROM search_indexentry), (SELECT MAX(id) FROM search_indexbatch)"


def is_first_page(request: HttpRequest) -> bool:
    """Whether nothing in the request can change the page: no parameter, no cookie, no script that asks."""
    return request.method == "GET" and not request.GET and not request.COOKIES and not request.htmx


def first_page(request: HttpRequest, make: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The page as kept, or made by `make` and kept, unless it says « no-store ». Costs one tiny query."""
    generation = _generation(request)  # read before the page is made: a later change makes it another
    kept = cache.get(KEY)
    if kept and kept[0] == generation:
        return HttpResponse(kept[1])
    response = make(request)
    if response.status_code == 200 and "no-store" not in response.get("Cache-Control", ""):
        cache.set(KEY, (generation, response.content), KEPT_SECONDS)
    return response


def _generation(request):
    """Differs once a sheet was indexed, or is queued: a withdrawn one is queued with its withdrawal."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_ROWS)
        return request.scheme, request.get_host(), *cursor.fetchone()
