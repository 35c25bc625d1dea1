"""What a moderator changes is searched within a minute, by every process."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError

from portal.pages import starter_site
from search.models import Synonym
from search.refreshed import LOOK_EVERY
from search.synonyms.current import CurrentThesaurus
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def said(current, word="SIG"):
    return [found for _, _, found in current.get().expansions([word])]


@pytest.fixture
def clock():
    return Clock()


def test_change_is_seen_by_two_processes(clock):
    one, other = CurrentThesaurus(clock=clock), CurrentThesaurus(clock=clock)
    assert said(one) == said(other) == []

    synonym = Synonym.objects.create(terms="SIG, géomatique")
    clock.now += LOOK_EVERY
    assert said(one) == said(other) == [(("géomatique",),)]

    synonym.terms = "SIG, cartographie"
    synonym.save()
    clock.now += LOOK_EVERY
    assert said(one) == said(other) == [(("cartographie",),)]

    synonym.delete()
    clock.now += LOOK_EVERY
    assert said(one) == said(other) == []


def test_database_is_not_asked_by_each_search(clock, django_assert_num_queries):
    current = CurrentThesaurus(clock=clock)
    current.get()

    with django_assert_num_queries(0):
        current.get()
    clock.now += LOOK_EVERY
    with django_assert_num_queries(1):
        current.get()


def test_database_that_fails_leaves_the_last_one_known(clock, monkeypatch, caplog):
    Synonym.objects.create(terms="SIG, géomatique")
    current = CurrentThesaurus(clock=clock)
    current.get()

    def fail(**kwargs):
        raise DatabaseError

    monkeypatch.setattr(Synonym.objects, "aggregate", fail)
    clock.now += LOOK_EVERY

    assert said(current) == [(("géomatique",),)]
    assert "CurrentThesaurus cannot read its rows" in caplog.text


def test_page_finds_what_is_said_otherwise(client, index):
    PracticeFactory(published=True, title="Réduire l’illectronisme")
    Synonym.objects.create(terms="fracture numérique, illectronisme")
    index()

    response = client.get("/fiches/", {"q": "fracture numerique"})

    assert [result.practice.title for result in response.context["results"]] == ["Réduire l’illectronisme"]


def test_database_finds_what_is_said_otherwise_while_no_engine_answers(client):
    PracticeFactory(published=True, title="Réduire l’illectronisme")
    Synonym.objects.create(terms="fracture numérique, illectronisme")

    response = client.get("/fiches/", {"q": "fracture numerique"})

    assert response.context["degraded"]
    assert [result.practice.title for result in response.context["results"]] == ["Réduire l’illectronisme"]


def test_moderator_keeps_synonyms_in_the_admin(client):
    starter_site.build()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=starter_site.MODERATORS[0]))
    client.force_login(user)

    listing = client.get("/admin/snippets/search/synonym/")
    added = client.post(
        "/admin/snippets/search/synonym/add/", {"terms": "SIG, géomatique", "replacements": ""}
    )
    refused = client.post("/admin/snippets/search/synonym/add/", {"terms": "SIG", "replacements": ""})

    assert listing.status_code == 200
    assert added.status_code == 302
    assert Synonym.objects.get().terms == "SIG, géomatique"
    assert "Écrivez au moins deux expressions" in refused.content.decode()
