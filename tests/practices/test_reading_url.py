"""Where moderators read a sheet, whatever page names it."""

import pytest
from django.urls import reverse

from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide, submit
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def test_sheet_is_read_on_the_desk_then_where_readers_do(territory, member, moderator):
    practice = PracticeFactory(lead=territory)
    preview = reverse("practices:preview", args=[practice.pk])
    assert fresh(practice).reading_url == preview

    submit(practice, user=member)
    assert fresh(practice).reading_url == reverse("desk_read", args=[practice.pk])

    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    assert fresh(practice).reading_url == preview

    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.APPROVED)
    assert fresh(practice).reading_url == fresh(practice).url


@pytest.mark.parametrize("page", ["practices_answer_town", "practices_opinion", "practices_conversation"])
def test_pages_about_a_sheet_lead_to_its_reading(client, territory, member, moderator, page):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)
    client.force_login(moderator)

    html = client.get(reverse(page, args=[practice.pk])).text

    assert f'<a href="{reverse("desk_read", args=[practice.pk])}">Voir la fiche</a>' in html
    assert reverse("wagtailadmin_pages:edit", args=[practice.pk]) not in html
