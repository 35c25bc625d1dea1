"""Addresses for machines."""

from django.conf import settings
from django.db import connection
from django.http import HttpResponse


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
