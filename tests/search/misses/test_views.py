"""The form of those who found nothing: what it keeps, and what it refuses."""

import re
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from practices.forms.robots import TOO_FAST, TOO_OLD, TRAPPED
from search.misses.models import SearchWish
from search.misses.views import THANKS, TOO_MANY

pytestmark = pytest.mark.django_db
URL = "/fiches/dites-nous/?q=piscine"


def send(visitor, monkeypatch, *, seconds=10, **answers):
    """Fill in the form as shown, and send it some seconds later."""
    now = time.time()
    token = re.search(r'name="form_token" value="([^"]+)"', visitor.get(URL).content.decode())[1]
    monkeypatch.setattr("practices.forms.robots.time.time", lambda: now + seconds)
    answer = {"text": "Une piscine à plusieurs", "email": "", "website": "", "form_token": token} | answers
    response = visitor.post(URL, answer, follow=True)
    monkeypatch.undo()
    return response


def test_empty_page_leads_to_the_form_with_its_words(visitor):
    page = visitor.get("/fiches/?q=piscine").content.decode()

    assert 'href="/fiches/dites-nous/?q=piscine"' in page
    form = visitor.get(URL).content.decode()
    assert "Vous avez cherché «&nbsp;piscine&nbsp;», sans succès." in form


def test_wish_is_kept_for_moderators_and_no_mail_leaves(visitor, monkeypatch):
    response = send(visitor, monkeypatch, email="agent@mairie.example")

    assert response.redirect_chain == [("/fiches/", 302)]
    assert THANKS in response.content.decode()
    (wish,) = SearchWish.objects.all()
    assert (wish.text, wish.searched, wish.email, wish.is_treated) == (
        "Une piscine à plusieurs",
        "piscine",
        "agent@mairie.example",
        False,
    )
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"text": " "}, "Dites en quelques mots ce que vous cherchiez."),
        (
            {"text": "a" * 501},
            "Assurez-vous que cette valeur comporte au plus 500 caractères (actuellement 501).",
        ),
        ({"text": "a\x00b"}, "Le caractère nul n’est pas autorisé."),
        ({"email": "mairie"}, "Écrivez une adresse complète, par exemple mairie@exemple.fr."),
        ({"website": "http://x"}, TRAPPED),
        ({"seconds": 0.5}, TOO_FAST),
        ({"seconds": 25 * 3600}, TOO_OLD),
        ({"form_token": "faux"}, TOO_OLD),
        ({"seconds": 0.5, "text": ""}, "Dites en quelques mots ce que vous cherchiez."),
    ],
)
def test_refusal_says_why_and_loses_nothing(visitor, monkeypatch, answers, refusal):
    response = send(visitor, monkeypatch, **({"email": "agent@mairie.example"} | answers))

    assert response.status_code == 400
    form = response.context["form"]
    assert [str(error).replace("'", "’") for errors in form.errors.values() for error in errors] == [refusal]
    assert form["text"].value() == answers.get("text", "Une piscine à plusieurs")
    assert form["email"].value() == answers.get("email", "agent@mairie.example")
    assert not SearchWish.objects.exists()


def test_form_sent_twice_is_kept_once(visitor, monkeypatch):
    now = time.time()
    token = re.search(r'name="form_token" value="([^"]+)"', visitor.get(URL).content.decode())[1]
    monkeypatch.setattr("practices.forms.robots.time.time", lambda: now + 10)

    for _ in range(2):
        assert visitor.post(URL, {"text": "Une piscine", "form_token": token}).status_code == 302

    assert SearchWish.objects.count() == 1


def test_sixth_wish_of_an_hour_is_refused_and_stays_typed(visitor, monkeypatch):
    for _ in range(5):
        send(visitor, monkeypatch)

    response = send(visitor, monkeypatch, text="Encore une")

    assert response.status_code == 429
    assert response.context["form"].non_field_errors() == [TOO_MANY["address"]]
    assert response.context["form"]["text"].value() == "Encore une"
    assert SearchWish.objects.count() == 5


@pytest.mark.parametrize("query_string", ["", "q=%00", "q=" + "a" * 5_000, "region=zz&x=1", "q=%3Cscript%3E"])
def test_any_address_shows_the_form(visitor, query_string):
    response = visitor.get(f"/fiches/dites-nous/?{query_string}")

    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_address_is_erased_once_treated_or_after_a_year():
    treated, old, recent = (
        SearchWish.objects.create(text="Une piscine", email="agent@mairie.example") for _ in range(3)
    )
    SearchWish.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=366))

    treated.is_treated = True
    treated.save()
    SearchWish.objects.forget()

    kept = dict(SearchWish.objects.values_list("pk", "email"))
    assert kept == {treated.pk: "", old.pk: "", recent.pk: "agent@mairie.example"}
