import datetime

import pytest
from django.utils import timezone

from search.alerts.models import Frequency, SavedSearch


@pytest.fixture
def saved():
    """Makes a confirmed search that was saved yesterday, and is due."""

    def make(query="q=drone", email="mairie@luzy.example", **changes):
        now = timezone.now()
        yesterday = now - datetime.timedelta(days=1)
        row = {
            "label": "«\u00a0drone\u00a0»",
            "frequency": Frequency.DAILY,
            "created_at": yesterday,
            "confirmed_at": yesterday,
            "next_due": now,
        }
        return SavedSearch.objects.create(query=query, email=email, **(row | changes))

    return make
