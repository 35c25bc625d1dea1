"""The newest results as an Atom feed."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ..filters import ATOM, NEWEST
from ..results import SearchPage
from .sheets import for_xml, full_url

NOTHING_YET = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def atom_feed(filterset):
    """The newest results, as a feed: of words too, or what is new would never come up to a reader."""
    filterset.values["sort"] = NEWEST
    page = SearchPage(filterset)
    address = f"{settings.SITE_URL}/fiches/?{filterset.query_string(sort=None)}".rstrip("?")
    title = f"{settings.SITE_NAME}\u00a0: {page.query or 'les fiches'}"
    feed = _Feed(
        title=for_xml(title),
        link=address,
        description="",
        feed_url=f"{settings.SITE_URL}/fiches/?{filterset.query_string(sort=None, format=ATOM)}",
        language="fr",
        author_name=settings.SITE_NAME,
    )
    for result in page.results:
        practice = result.practice
        example = "Exemple inventé pour la démonstration. " if practice.is_example else ""
        feed.add_item(
            title=for_xml(practice.title),
            link=full_url(practice),
            description=escape(for_xml(f"{example}{practice.summary}")),  # Django says it is HTML
            unique_id=feed_id(practice),
            pubdate=practice.first_published_at,
            updateddate=practice.last_published_at or practice.first_published_at or NOTHING_YET,
            author_name=for_xml(practice.lead.name) if practice.lead else settings.SITE_NAME,
            categories=[for_xml(theme.name) for theme in practice.themes.all()],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


class _Feed(Atom1Feed):
    """A feed without an entry is as old as the world, not new at each reading."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)


def feed_id(practice):
    """What a reader knows an entry by: the same when the sheet is renamed or the site moves to https."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:fiche:{practice.pk}"
