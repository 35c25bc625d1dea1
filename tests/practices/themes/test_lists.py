import pytest
from django.urls import reverse

from practices.checklist.checking import check
from practices.models import Criterion, Programme
from practices.quality.models import QualityCriterion, QualityMark
from practices.review import submit
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


def test_lists_of_criteria_tell_how_often_each_served(client, admin_user, territory, member, moderator):
    used, unused = (Criterion.objects.create(name=name, order=rank) for rank, name in enumerate("AB"))
    for _ in range(2):
        practice = submit(PracticeFactory(lead=territory), user=member)
        review = practice.current_workflow_task_state.pk
        check(practice, user=moderator, review=review, met=[used.pk])
    mark = QualityCriterion.objects.create(name="Reprenable")
    for _ in range(3):
        QualityMark.objects.create(practice=PracticeFactory(published=True))
    client.force_login(admin_user)

    criteria = client.get(reverse(Criterion.snippet_viewset.get_url_name("list")))
    marks = client.get(reverse(QualityCriterion.snippet_viewset.get_url_name("list")))

    counts = {row.pk: row.use_count for row in criteria.context["object_list"]}
    assert (counts[used.pk], counts[unused.pk]) == (2, 0)
    assert {row.pk: row.use_count for row in marks.context["object_list"]}[mark.pk] == 3
