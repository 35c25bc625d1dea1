"""How many published sheets a line of synonyms reaches, as moderators see it in the list."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from search.engines.base import get_engine
from search.models import Synonym
from search.synonyms.usage import count_sheets
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.servers import free_port

pytestmark = pytest.mark.django_db


def test_published_sheets_that_hold_one_expression_are_counted_once(each_index):
    PracticeFactory(published=True, title="Un SIG pour tous", summary="La géomatique partagée.")
    PracticeFactory(published=True, title="Le système d’information géographique du pays")
    PracticeFactory(published=True, title="Un système de chauffage")
    PracticeFactory(title="Un SIG en brouillon")
    each_index()

    symmetric = Synonym(terms="SIG, géomatique, système d’information géographique")
    one_way = Synonym(terms="cartographie en ligne", replacements="SIG")

    assert [count_sheets(line) for line in (symmetric, one_way, Synonym(terms="drone, aéronef"))] == [2, 1, 0]


def test_list_says_the_count(client, index):
    PracticeFactory(published=True, title="Un SIG pour tous")
    index()
    Synonym.objects.create(terms="SIG, géomatique")
    client.force_login(UserFactory(superuser=True))

    html = client.get(reverse(Synonym.snippet_viewset.get_url_name("list"))).text

    cells = [" ".join(cell.text.split()) for cell in BeautifulSoup(html, "html.parser").select("tbody td")]
    assert cells[-1] == "1"


def test_engine_that_is_down_gives_no_count(settings, db):
    settings.SEARCH_ENGINE = {
        "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
        "OPTIONS": {"hosts": [f"http://127.0.0.1:{free_port()}"], "prefix": "down"},
    }
    get_engine.cache_clear()

    assert count_sheets(Synonym(terms="SIG, géomatique")) is None
