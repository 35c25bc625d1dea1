"""Addresses for machines, and what is answered to a form that cannot be read."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.defaults import bad_request


def live(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request):
    """The process reaches its database; the search engine is not asked, since pages do without it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def robots(request):
    """What crawlers may read: all but the admin, accounts and the town's side."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /compte/",
        "Disallow: /mon-espace/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


TOO_LARGE = 413
TOO_MUCH = "Ce texte est trop long pour être enregistré en une fois\u00a0: raccourcissez-le."


def unread(request, exception):
    """A form larger than the settings allow: the browser has it all still, one page back."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return bad_request(request, exception)
    if request.accepts("text/html"):
        return HttpResponse(render_to_string("413.html"), status=TOO_LARGE)
    return JsonResponse({"refusal": TOO_MUCH}, status=TOO_LARGE)
