"""Themes and programmes of the facets, kept in the process."""

from practices.models import Theme
from search.refreshed import LOOK_EVERY
from search.vocabularies import CurrentVocabulary, themes
from tests.factories.practices import ThemeFactory


def names():
    return [label for _, label in themes.get()]


def test_vocabulary_is_read_once_and_again_when_a_theme_changes(db, django_assert_num_queries):
    theme = ThemeFactory(name="Eau")
    assert names() == ["Eau"]
    with django_assert_num_queries(0):
        names()

    theme.name = "Eaux"
    theme.save()
    assert names() == ["Eaux"]
    theme.delete()
    assert names() == []


def test_vocabulary_changed_elsewhere_is_read_after_a_while(db):
    now = [0.0]
    rows = Theme.objects.values_list("path", "name")
    vocabulary = CurrentVocabulary(lambda: rows.all(), clock=lambda: now[0])
    theme = ThemeFactory(name="Eau")
    assert [label for _, label in vocabulary.get()] == ["Eau"]
    Theme.objects.filter(pk=theme.pk).update(name="Eaux")

    assert [label for _, label in vocabulary.get()] == ["Eau"]
    now[0] += LOOK_EVERY
    assert [label for _, label in vocabulary.get()] == ["Eaux"]
