"""Words that Wagtail leaves in English, or as Python says them, on the pages of our admin."""

import pytest

from portal.pages import starter_site
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


def test_search_of_pages_names_what_it_counts(client):
    starter_site.build()
    PracticeFactory(title="Piloter un drone")
    client.force_login(UserFactory(superuser=True))

    text = " ".join(client.get("/admin/pages/search/", {"q": "drone"}).text.split())

    assert "1-1 sur 1 pages" in text or "1-1 sur 1 page" in text
    assert "sur 1 None" not in text
