"""What moderators see of it, and do."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.pages import starter_site
from practices.audit.acts import Act
from practices.audit.models import Entry
from search.misses.models import SearchMiss, SearchWish
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    starter_site.build()
    return logged_in(starter_site.MODERATORS[0])


def logged_in(group):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def add_misses():
    for words, count in (("piscine", 2), ("trottinette", 3), ("velo", 9)):
        SearchMiss.objects.create(words=words, count=count, last_month=date(2026, 11, 1))


def test_moderators_see_what_three_people_typed_most_frequent_first(desk):
    add_misses()

    page = desk.get("/admin/snippets/misses/searchmiss/")

    assert [miss.words for miss in page.context["object_list"]] == ["velo", "trottinette"]
    assert "/admin/snippets/search/synonym/add/?terms=velo" in page.content.decode()


def test_link_opens_a_synonym_with_the_words(desk):
    page = desk.get("/admin/snippets/search/synonym/add/?terms=velo")

    assert page.context["form"]["terms"].value() == "velo"


def test_words_are_treated_and_cannot_be_rewritten(desk):
    add_misses()
    miss = SearchMiss.objects.get(words="velo")

    url = f"/admin/snippets/misses/searchmiss/edit/{miss.pk}/"
    response = desk.post(url, {"is_treated": "on", "words": "autre", "count": "1"})

    assert response.status_code == 302
    miss.refresh_from_db()
    assert (miss.words, miss.count, miss.is_treated) == ("velo", 9, True)


def test_treating_a_wish_erases_its_address(desk):
    wish = SearchWish.objects.create(text="Une piscine", email="agent@mairie.example", searched="piscine")
    assert b"agent@mairie.example" in desk.get("/admin/snippets/misses/searchwish/").content

    desk.post(f"/admin/snippets/misses/searchwish/edit/{wish.pk}/", {"is_treated": "on"})

    wish.refresh_from_db()
    assert (wish.is_treated, wish.email, wish.text) == (True, "", "Une piscine")


def test_treated_in_one_step_is_told_once_by_the_audit_without_its_words(desk):
    miss = SearchMiss.objects.create(words="velo", count=9, last_month=date(2026, 11, 1))
    wish = SearchWish.objects.create(text="Une piscine")

    for name, row in [("search_miss_treat", miss), ("search_wish_treat", wish)] * 2:
        assert desk.post(reverse(name, args=[row.pk])).status_code == 302

    lines = Entry.objects.filter(action=Act.TREAT_SEARCH).order_by("pk")
    assert [(line.user_id, line.model, line.object_key) for line in lines] == [
        (int(desk.session["_auth_user_id"]), "misses.searchmiss", str(miss.pk)),
        (int(desk.session["_auth_user_id"]), "misses.searchwish", str(wish.pk)),
    ]


@pytest.mark.parametrize("model", ["searchmiss", "searchwish"])
def test_editors_of_pages_see_none_of_it(desk, model):
    assert desk.get(f"/admin/snippets/misses/{model}/").status_code == 200

    assert logged_in(starter_site.EDITORS).get(f"/admin/snippets/misses/{model}/").status_code == 302
