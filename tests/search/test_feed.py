"""The feed with the eyes of a reader: RFC 4287, whatever the texts are made of."""

import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from practices.models import PracticePage
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def read(client, query_string=""):
    response = client.get(f"/fiches/?format=atom&{query_string}")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def texts(element, name):
    return [found.text for found in element.iter(ATOM + name)]


def links(feed):
    return {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}


def test_feed_names_itself_and_the_page_whatever_the_order_asked(client, index):
    feed = read(client, "region=53&q=données&sort=pertinence")

    assert links(feed) == {
        "alternate": "http://testserver/fiches/?q=donn%C3%A9es&region=53",
        "self": "http://testserver/fiches/?q=donn%C3%A9es&region=53&format=atom",
    }
    assert feed.findtext(ATOM + "id") == "http://testserver/fiches/?q=donn%C3%A9es&region=53"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Pratiques communes"


def test_empty_feed_is_not_new_at_each_reading(client, index):
    assert read(client).findtext(ATOM + "updated") == "1970-01-01T00:00:00+00:00"


def test_entry_keeps_its_id_when_the_sheet_is_renamed(client, index):
    sheet = PracticeFactory(published=True, title="Avant")
    index()
    before = read(client)

    sheet = PracticePage.objects.get(pk=sheet.pk)
    sheet.title, sheet.slug = "Après", "apres"
    sheet.save_revision().publish()
    index()
    after = read(client)

    entry = f"{ATOM}entry/{ATOM}"
    assert (
        before.findtext(entry + "id")
        == after.findtext(entry + "id")
        == f"tag:testserver,2026:fiche:{sheet.pk}"
    )
    assert after.find(entry + "link").get("href") == "http://testserver/fiches/apres/"
    assert after.findtext(entry + "published") == before.findtext(entry + "published")
    assert after.findtext(entry + "updated") > before.findtext(entry + "updated")
    assert after.findtext(ATOM + "updated") == after.findtext(entry + "updated")


def test_words_give_the_newest_and_not_the_most_relevant_first(client, index):
    old = PracticeFactory(published=True, title="Données, données, données")
    new = PracticeFactory(published=True, title="Piloter un drone", summary="Il garde ses données.")
    long_ago = old.last_published_at - datetime.timedelta(days=9)
    PracticePage.objects.filter(pk=old.pk).update(last_published_at=long_ago)
    PracticePage.objects.get(pk=old.pk).save(clean=False)
    index()

    entries = [entry.findtext(ATOM + "title") for entry in read(client, "q=données").iter(ATOM + "entry")]

    assert entries == [new.title, old.title]


def test_summary_is_text_even_where_it_looks_like_html(client, index):
    PracticeFactory(published=True, summary="Coût < 5 000 € & <b>sans</b> suite")
    index()

    summary = read(client).find(f"{ATOM}entry/{ATOM}summary")

    assert (summary.get("type"), summary.text) == (
        "html",
        "Coût &lt; 5 000 € &amp; &lt;b&gt;sans&lt;/b&gt; suite",
    )


@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=ANY_TEXT, summary=ANY_TEXT, town=ANY_TEXT, words=ANY_TEXT)
def test_feed_is_well_formed_whatever_the_texts_hold(client, index, title, summary, town, words):
    sheet = PracticePage.objects.first()
    if sheet is None:
        sheet = PracticeFactory(published=True, lead=TerritoryFactory())
        index()
    clean = [text.replace("\x00", "") for text in (title, summary, town)]
    PracticePage.objects.filter(pk=sheet.pk).update(title=clean[0], summary=clean[1])
    type(sheet.lead).objects.filter(pk=sheet.lead_id).update(name=clean[2][:60])

    feed = read(client)
    asked = client.get("/fiches/", {"format": "atom", "q": words})

    assert len(texts(feed, "entry")) == 1
    # Words of which none can be looked for are refused.
    assert asked.status_code == 400 or ElementTree.fromstring(asked.content) is not None
