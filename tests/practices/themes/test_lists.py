import pytest
from django.urls import reverse

from practices.models import Programme
from tests.factories.practices import PracticeFactory, ProgrammeFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_lists_tell_how_many_sheets_use_each_line(client, admin_user):
    theme, programme = ThemeFactory(), ProgrammeFactory()
    for _ in range(3):
        practice = PracticeFactory(published=True, themes=[theme])
        practice.programmes.set([programme])
        practice.save()
    client.force_login(admin_user)

    themes = client.get(reverse(theme.snippet_viewset.get_url_name("list")))
    programmes = client.get(reverse(Programme.snippet_viewset.get_url_name("list")))

    assert [row.practice_count for row in themes.context["object_list"]] == [3]
    assert [row.practice_count for row in programmes.context["object_list"]] == [3]
    assert reverse("practices_merge_theme", args=[theme.pk]) in themes.content.decode()
