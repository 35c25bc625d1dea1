"""From the list to the mailbox and back, without JavaScript."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from mailer.engine import send_all

from search.alerts import following
from search.alerts.models import AlertedSheet, Frequency, SavedSearch
from search.engines.base import get_engine
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.mailbox import text_of

pytestmark = pytest.mark.django_db
FORM = "/fiches/alertes/nouvelle/?q=drone"
MINE = "/fiches/alertes/"
ADDRESS = "mairie@luzy.example"


@pytest.fixture
def ask(client, form_token):
    def post(email=ADDRESS, url=FORM, **changes):
        data = {"email": email, "frequency": "daily", "form_token": form_token()} | changes
        return client.post(url, data)

    return post


def path_in(text, purpose):
    return re.search(rf"http://testserver(/fiches/alertes/{purpose}/\S+)", text).group(1)


def test_list_leads_to_the_form_with_its_search(client, index):
    PracticeFactory(published=True, title="Piloter un drone")
    index()

    page = client.get("/fiches/?q=drone&sort=recentes&page=1").content.decode()

    assert re.findall(r'href="(/fiches/alertes/[^"]*)"', page) == [
        "/fiches/alertes/nouvelle/?q=drone&amp;sort=recentes"
    ]
    form = client.get("/fiches/alertes/nouvelle/?q=drone&sort=recentes")
    assert (form.context["query"], form.context["label"]) == ("q=drone", "«\u00a0drone\u00a0»")


@pytest.fixture
def mistyped(client, index):
    """The form of a search that the list corrects."""
    PracticeFactory(published=True, title="Organiser le télétravail")
    index()
    return client.get("/fiches/alertes/nouvelle/?q=teletrvail")


def test_alert_follows_the_corrected_words_and_says_so(mistyped):
    page = mistyped.content.decode().replace("&nbsp;", "\u00a0")

    assert mistyped.context["query"] == "q=t%C3%A9l%C3%A9travail"
    assert mistyped.context["label"] == "«\u00a0télétravail\u00a0»"
    assert "Aucune fiche ne contient «\u00a0teletrvail\u00a0»." in page


def test_alert_on_a_corrected_search_tells_new_sheets(client, mistyped, index):
    client.force_login(UserFactory())
    client.post("/fiches/alertes/nouvelle/?q=teletrvail", {"frequency": "daily"})
    PracticeFactory(published=True, title="Une charte de télétravail")
    index()
    SavedSearch.objects.update(next_due=timezone.now())

    call_command("send_alerts", verbosity=0)

    assert [alerted.sheet.title for alerted in AlertedSheet.objects.all()] == ["Une charte de télétravail"]


@pytest.mark.parametrize("typed", ["télétravail", '"teletrvail"', "xyzzyx"])
def test_alert_keeps_words_that_the_list_does_not_correct(client, mistyped, typed):
    form = client.get("/fiches/alertes/nouvelle/", {"q": typed})

    assert form.context["label"] == f"«\u00a0{typed}\u00a0»"
    assert "replaced" not in form.context


def test_alert_keeps_the_words_as_typed_while_no_engine_answers(client, mistyped, settings):
    settings.SEARCH_ENGINE = {
        "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
        "OPTIONS": {"hosts": ["http://127.0.0.1:9"], "prefix": "none"},
    }
    get_engine.cache_clear()

    assert client.get("/fiches/alertes/nouvelle/?q=teletrvail").context["query"] == "q=teletrvail"


def test_whole_way_through_smtp(client, index, ask, smtp_server):
    PracticeFactory(published=True, title="Piloter un vieux drone")
    assert ask().status_code == 200
    assert SavedSearch.objects.confirmed().count() == 0
    send_all()
    confirm = path_in(text_of(smtp_server.messages[0]), "confirmer")
    assert client.get(confirm).status_code == 200
    assert SavedSearch.objects.confirmed().count() == 0  # opening the link is not enough

    assert client.post(confirm).url == MINE
    PracticeFactory(published=True, title="Piloter un drone")
    index()
    SavedSearch.objects.update(next_due=timezone.now())
    call_command("send_alerts", verbosity=0)
    send_all()

    message = smtp_server.messages[1]
    assert (message["To"], message["Subject"]) == (
        ADDRESS,
        "Une nouvelle fiche\u00a0: «\u00a0drone\u00a0»",
    )
    body = text_of(message)
    assert [line for line in body.splitlines() if line.startswith("Piloter")] == ["Piloter un drone"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = path_in(body, "arret")
    assert message["List-Unsubscribe"].strip() == f"<http://testserver{stop}>"


def test_one_click_stops_and_forgets(client, index, saved):
    saved()
    PracticeFactory(published=True, title="Piloter un drone")
    index()
    call_command("send_alerts", verbosity=0)
    stop = path_in(mail.outbox[0].body, "arret")
    assert (
        f"\n <http://testserver{stop}>\n" in mail.outbox[0].message().as_string()
    )  # in one piece, not encoded
    strict = type(client)(enforce_csrf_checks=True)

    assert strict.get(stop).status_code == 200
    assert SavedSearch.objects.count() == 1  # a mail filter that opens links stops nothing
    answer = strict.post(stop, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert (SavedSearch.objects.count(), AlertedSheet.objects.count()) == (0, 0)
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200


@pytest.mark.parametrize("page", ["confirmer", "arret"])
def test_link_that_is_not_ours_does_nothing(client, saved, page):
    saved()

    assert client.post(f"/fiches/alertes/{page}/MQ:1:x/").status_code == 404
    assert SavedSearch.objects.count() == 1


def test_account_follows_at_once_and_changes_and_deletes(client):
    user = UserFactory()
    client.force_login(user)

    assert client.post(FORM, {"frequency": "daily"}).url == MINE
    alert = SavedSearch.objects.confirmed().get()
    assert (alert.email, alert.address, mail.outbox) == ("", user.email, [])
    client.post(f"/fiches/alertes/{alert.pk}/", {"frequency": "weekly"})
    alert.refresh_from_db()
    assert alert.frequency == Frequency.WEEKLY
    client.post(f"/fiches/alertes/{alert.pk}/", {"delete": "1"})
    assert not SavedSearch.objects.exists()


def test_link_of_a_mail_opens_the_alerts_of_its_address_alone(client, saved, form_token):
    mine, other = saved(), saved(email="autre@autun.example")
    client.post(MINE, {"email": ADDRESS, "form_token": form_token()})

    page = client.get(path_in(mail.outbox[0].body, "ouvrir"), follow=True)

    assert list(page.context["alerts"]) == [mine]
    assert client.post(f"/fiches/alertes/{other.pk}/", {"delete": "1"}).status_code == 404
    assert client.post(f"/fiches/alertes/{mine.pk}/", {"delete": "1"}).status_code == 302
    assert list(SavedSearch.objects.all()) == [other]


def test_nobody_learns_whether_an_address_has_alerts(client, saved, ask, form_token):
    saved()

    known = client.post(MINE, {"email": ADDRESS, "form_token": form_token()})
    unknown = client.post(MINE, {"email": "inconnu@autun.example", "form_token": form_token()})
    again = ask()

    assert known.content.decode().replace(ADDRESS, "") == unknown.content.decode().replace(
        "inconnu@autun.example", ""
    )
    assert again.status_code == 200
    assert [message.to for message in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert all("/ouvrir/" in message.body for message in mail.outbox)


def test_an_address_is_not_flooded(ask):
    for number in range(following.MAILS_A_DAY + 3):
        ask(url=f"/fiches/alertes/nouvelle/?q=drone{number}")

    assert len(mail.outbox) == following.MAILS_A_DAY
    assert SavedSearch.objects.count() == following.MAILS_A_DAY


def test_alerts_of_one_account_are_counted(client, monkeypatch):
    monkeypatch.setattr(following, "MOST_ALERTS", 1)
    client.force_login(UserFactory())
    client.post(FORM, {"frequency": "daily"})

    answer = client.post("/fiches/alertes/nouvelle/?q=fibre", {"frequency": "daily"})

    assert answer.status_code == 400
    assert SavedSearch.objects.count() == 1


def test_form_keeps_what_was_typed(ask):
    answer = ask(email="mairie", frequency="daily")

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"email"}
    assert 'value="mairie"' in answer.content.decode()
