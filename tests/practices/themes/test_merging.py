"""A theme that goes leaves no sheet behind, in any version, and its address serves."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import Revision

from practices.models import PracticePage, Theme
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.themes.merging import Uses, merge, uses_of
from practices.themes.models import FormerPath
from search.filters import PracticeSearchFilterSet
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory, ThemeFactory, practice_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone():
    practice_index()
    return ThemeFactory(name="Informatique", slug="informatique")


@pytest.fixture
def kept():
    return ThemeFactory(name="Numérique", slug="numerique")


def themes_of(practice):
    return set(PracticePage.objects.get(pk=practice.pk).themes.all())


def versions_of(practice):
    return [set(version.as_object().themes.all()) for version in Revision.objects.for_instance(practice)]


def test_sheets_pass_to_the_other_theme_each_once(gone, kept, moderator):
    other = ThemeFactory()
    one = PracticeFactory(published=True, themes=[gone, other])
    both = PracticeFactory(published=True, themes=[gone, kept])

    merge(gone, into=kept, user=moderator)

    assert (themes_of(one), themes_of(both)) == ({kept, other}, {kept})
    assert versions_of(one) == [{kept, other}]
    assert versions_of(both) == [{kept}]
    assert not Theme.objects.filter(slug="informatique").exists()


def test_draft_of_a_published_sheet_and_version_in_review_pass_too(gone, kept, territory, member, moderator):
    sheet = PracticeFactory(lead=territory, published=True, themes=[kept])
    draft = PracticePage.objects.get(pk=sheet.pk).get_latest_revision_as_object()
    draft.themes.set([gone])
    draft.save_revision(user=member)
    waiting = PracticeFactory(lead=territory, themes=[gone])
    submit(waiting, user=member)
    assert uses_of(gone) == Uses(published=0, proposed=2)

    merge(gone, into=kept, user=moderator)
    decide(waiting, user=moderator, verdict=Verdict.APPROVED)

    assert PracticePage.objects.get(pk=sheet.pk).get_latest_revision_as_object().themes.get() == kept
    assert themes_of(waiting) == {kept}


def test_key_that_holds_the_digits_of_another_is_left(gone, kept, moderator):
    alike = ThemeFactory(pk=int(f"{gone.pk}{gone.pk}0"))
    sheet = PracticeFactory(published=True, themes=[alike])

    merge(gone, into=kept, user=moderator)

    assert versions_of(sheet) == [{alike}]


def test_old_address_serves_after_one_merge_and_two(gone, kept, moderator):
    last = ThemeFactory(name="Outils", slug="outils")
    merge(gone, into=kept, user=moderator)
    assert PracticeSearchFilterSet(QueryDict("theme=informatique")).values["theme"] == ["numerique"]

    merge(kept, into=last, user=moderator)

    for old in ("informatique", "numerique"):
        filterset = PracticeSearchFilterSet(QueryDict(f"theme={old}"))
        assert (filterset.values["theme"], filterset.dropped) == (["outils"], [])


def test_old_address_finds_the_sheets(client, gone, kept, moderator):
    sheet = PracticeFactory(published=True, themes=[gone], title="Partager un informaticien")
    merge(gone, into=kept, user=moderator)
    call_command("rebuild_index", verbosity=0)

    assert sheet.title in client.get("/fiches/", {"theme": "informatique"}).content.decode()


def test_theme_that_is_renamed_or_moved_keeps_its_addresses(gone, kept):
    child = ThemeFactory(name="Réseau", slug="reseau", parent=gone)

    gone.slug = "outils"
    gone.save()

    assert FormerPath.objects.today(["informatique", "informatique/reseau", "jamais"]) == {
        "informatique": "outils",
        "informatique/reseau": "outils/reseau",
    }
    child.refresh_from_db()
    child.parent = kept
    child.save()
    assert FormerPath.objects.today(["informatique/reseau", "outils/reseau"]) == {
        "informatique/reseau": "numerique/reseau",
        "outils/reseau": "numerique/reseau",
    }


def test_sheets_are_queued_for_the_index(gone, kept, moderator):
    sheet = PracticeFactory(published=True, themes=[gone])
    IndexEntry.objects.all().delete()

    merge(gone, into=kept, user=moderator)

    assert set(IndexEntry.objects.values_list("key", flat=True)) == {sheet.pk}


def test_parent_with_children_is_refused(gone, kept, moderator):
    ThemeFactory(parent=gone)

    with pytest.raises(ValidationError, match="sous-thèmes"):
        merge(gone, into=kept, user=moderator)


def test_child_goes_into_its_parent(gone, moderator):
    child = ThemeFactory(name="Réseau", slug="reseau", parent=gone)
    sheet = PracticeFactory(published=True, themes=[child])

    merge(child, into=gone, user=moderator)

    assert themes_of(sheet) == {gone}
    assert FormerPath.objects.today(["informatique/reseau"]) == {"informatique/reseau": "informatique"}


@pytest.mark.parametrize("same", [True, False])
def test_merge_into_itself_or_into_what_is_gone_is_refused(gone, kept, moderator, same):
    if not same:
        Theme.objects.filter(pk=kept.pk).delete()

    with pytest.raises(ValidationError):
        merge(gone, into=gone if same else kept, user=moderator)


def test_stranger_merges_nothing(gone, kept, stranger):
    with pytest.raises(PermissionDenied):
        merge(gone, into=kept, user=stranger)


def test_page_tells_what_would_change_then_merges(client, gone, kept, moderator):
    PracticeFactory(published=True, themes=[gone])
    client.force_login(moderator)
    address = reverse("practices_merge_theme", args=[gone.pk])

    asked = client.get(address, {"into": kept.pk})
    assert asked.context["uses"] == Uses(1, 0)
    assert Theme.objects.filter(pk=gone.pk).exists()
    assert client.get(address, {"into": "rien"}).status_code == 400
    done = client.post(f"{address}?into={kept.pk}", follow=True)

    assert "est réuni à" in done.content.decode()
    assert not Theme.objects.filter(pk=gone.pk).exists()
    assert client.post(f"{address}?into={kept.pk}").status_code == 404
