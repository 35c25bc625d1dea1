import pytest

from practices.reuse.lineage import reuses_below
from tests.factories.practices import PracticeFactory
from tests.factories.reuse import ReuseFactory

pytestmark = pytest.mark.django_db


def names(nodes):
    return [(node.territory.name, names(node.children)) for node in nodes]


def follow(practice, *, by=None, **options):
    """A reuse of the sheet, told by a sheet of its own."""
    result = by or PracticeFactory(published=True)
    return ReuseFactory(practice=practice, territory=result.lead, result=result, **options)


def test_lineage_is_a_tree_of_three_levels_that_says_it_goes_on(django_assert_num_queries):
    top = PracticeFactory(published=True)
    late, first = follow(top, year=2025), follow(top, year=2021)
    undated = ReuseFactory(practice=top)
    second = follow(first.result)
    third = follow(second.result)
    follow(third.result)

    with django_assert_num_queries(3):
        nodes = reuses_below(top)

    assert names(nodes) == [
        (first.territory.name, [(second.territory.name, [(third.territory.name, [])])]),
        (late.territory.name, []),
        (undated.territory.name, []),
    ]
    assert nodes[0].children[0].children[0].goes_on


def test_lineage_of_a_loop_ends():
    one = PracticeFactory(published=True)
    two = follow(one).result
    follow(two, by=one)

    assert names(reuses_below(one)) == [(two.lead.name, [(one.lead.name, [])])]


def test_draft_that_tells_a_reuse_is_not_linked():
    reuse = ReuseFactory(result=PracticeFactory())

    (node,) = reuses_below(reuse.practice)

    assert (node.practice, node.goes_on) == (None, False)


def test_origins_are_the_published_sheets():
    result = PracticeFactory(published=True)
    shown = ReuseFactory(result=result)
    hidden = ReuseFactory(result=result)
    hidden.practice.unpublish()

    assert result.origins == [shown]
