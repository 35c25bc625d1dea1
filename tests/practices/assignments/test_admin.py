"""Moderators keep the associations and the rules that send sheets to them."""

import pytest
from django.urls import reverse

from portal.pages import starter_site
from practices.assignments.models import Association, SendingRule
from tests.factories.practices import ModeratorFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
RULE = "wagtailsnippets_assignments_sendingrule"
ASSOCIATION = "wagtailsnippets_assignments_association"


@pytest.fixture
def admin(client):
    starter_site.build()
    client.force_login(ModeratorFactory())
    return client


def test_rule_is_added(admin):
    ours = Association.objects.get(name="Villes de France")
    posted = {"association": ours.pk, "bands": ["commune-20000", "commune-50000"], "order": 5}

    admin.post(reverse(f"{RULE}:add"), posted)

    rule = SendingRule.objects.get()
    assert (rule.association, rule.bands, rule.kinds, rule.order) == (ours, posted["bands"], [], 5)
    assert "Communes de 20" in admin.get(reverse(f"{RULE}:list")).text


def test_rule_that_asks_nothing_is_refused_with_a_sentence(admin):
    response = admin.post(reverse(f"{RULE}:add"), {"association": Association.objects.first().pk, "order": 5})

    assert "Choisissez au moins une strate" in response.text
    assert not SendingRule.objects.exists()


def test_members_are_listed_one_a_line(admin):
    ours, commune = Association.objects.get(name="Villes Internet"), TerritoryFactory(name="Luzy")
    posted = {"name": ours.name, "members": commune.code}

    admin.post(reverse(f"{ASSOCIATION}:edit", args=[ours.pk]), posted)

    assert list(ours.members.all()) == [commune]


def test_association_is_neither_added_nor_deleted(admin):
    ours = Association.objects.first()

    for address in (reverse(f"{ASSOCIATION}:add"), reverse(f"{ASSOCIATION}:delete", args=[ours.pk])):
        assert admin.get(address).status_code == 302
