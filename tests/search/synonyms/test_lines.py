import pytest
from django.core.exceptions import ValidationError

from search.models import Synonym
from search.synonyms import shipped
from search.synonyms.lines import cleaned


@pytest.mark.parametrize(
    ("terms", "replacements", "field", "message"),
    [
        ("", "", "terms", "au moins une expression"),
        (" , ,", "vélo", "terms", "au moins une expression"),
        ("vélo", "", "terms", "au moins deux"),
        ("vélo, Vélos", "", "terms", "deux fois"),
        ("vélo, de la", "", "terms", "aucun mot"),
        ("vélo", "cycle, le", "replacements", "aucun mot"),
        ("vélo", "velo", "replacements", "des deux côtés"),
        ("vélo, " + "mot " * 9, "", "terms", "trop long"),
        (", ".join(f"mot{number}" for number in range(13)), "", "terms", "12 expressions"),
    ],
)
def test_wrong_line_is_refused_with_the_reason(terms, replacements, field, message):
    with pytest.raises(ValidationError) as refused:
        Synonym(terms=terms, replacements=replacements).clean()

    assert message in refused.value.message_dict[field][0]


def test_line_is_kept_clean():
    synonym = Synonym(terms=" SIG ,, système  d’information géographique ", replacements="")
    synonym.full_clean()

    assert synonym.expressions == (["SIG", "système d'information géographique"], [])
    assert synonym.terms == "SIG, système d'information géographique"


def test_every_shipped_line_is_right():
    lines = list(shipped.read_lines())

    assert len(lines) >= 300
    assert len(set(lines)) == len(lines)
    wrong = [(line, errors) for line in lines if (errors := cleaned(*line)[2])]
    assert wrong == []


@pytest.mark.django_db
def test_shipped_lines_are_loaded_once_and_what_moderators_did_stays(django_assert_max_num_queries):
    assert shipped.load() == Synonym.objects.count() == len(list(shipped.read_lines()))
    first, second = Synonym.objects.all()[:2]
    first.delete()
    Synonym.objects.filter(pk=second.pk).update(terms="changé, ici")

    with django_assert_max_num_queries(6):
        assert shipped.load() == 0

    assert not Synonym.objects.filter(terms=first.terms, replacements=first.replacements).exists()
    assert Synonym.objects.filter(terms="changé, ici").exists()
