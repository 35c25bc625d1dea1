"""« Signaler un problème »: what it keeps, and what it refuses."""

import pytest
from django.core import mail
from django.db.models.signals import pre_save

from practices.forms.robots import TOO_OLD, TRAPPED
from practices.reports.models import Report
from practices.reports.views import THANKS, TOO_MANY
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(published=True, lead=territory, title="Partager un informaticien")


@pytest.fixture
def report(form_token):
    def make(**changes):
        written = {"cause": "erreur", "text": "Le coût est faux.", "email": "", "form_token": form_token()}
        return written | changes

    return make


def address(practice):
    return f"/fiches/{practice.slug}/signaler/"


def kept():
    return [*Report.objects.values_list("practice", "cause", "text", "email", "outcome")]


def test_every_public_sheet_leads_to_the_form(client, practice):
    archived = PracticeFactory(archived=True)

    for sheet in (practice, archived):
        assert f'href="{address(sheet)}"' in client.get(sheet.url).text
        assert client.get(address(sheet)).status_code == 200


def test_report_is_a_row_and_no_mail_leaves(client, practice, report, moderator):
    response = client.post(address(practice), report(email="lectrice@exemple.fr"), follow=True)

    assert response.redirect_chain == [(practice.url, 302)]
    assert THANKS in response.text
    assert kept() == [(practice.pk, "erreur", "Le coût est faux.", "lectrice@exemple.fr", "")]
    assert mail.outbox == []


def test_report_that_could_not_be_kept_is_kept_when_posted_again(client, practice, report):
    written = report()

    def fail(**kwargs):
        raise OSError("The disk is full.")

    pre_save.connect(fail, sender=Report)
    with pytest.raises(OSError):
        client.post(address(practice), written)
    pre_save.disconnect(fail, sender=Report)

    client.post(address(practice), written)

    assert kept() == [(practice.pk, "erreur", "Le coût est faux.", "", "")]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"cause": ""}, "Choisissez le problème."),
        ({"cause": "autre"}, "Choisissez l’un des problèmes de la liste."),
        ({"text": " "}, "Dites en quelques mots ce qui ne va pas."),
        (
            {"text": "a" * 1001},
            "Assurez-vous que cette valeur comporte au plus 1000 caractères (actuellement 1001).",
        ),
        ({"text": "a\x00b"}, "Le caractère nul n’est pas autorisé."),
        ({"email": "lectrice"}, "Écrivez une adresse complète, par exemple mairie@exemple.fr."),
        ({"website": "http://x"}, TRAPPED),
        ({"form_token": "faux"}, TOO_OLD),
    ],
)
def test_refusal_says_why_and_loses_nothing(client, practice, report, changes, refusal):
    typed = report(email="lectrice@exemple.fr") | changes

    response = client.post(address(practice), typed)

    assert response.status_code == 400
    form = response.context["form"]
    said = [str(error).replace("'", "’").replace("\u202f", "") for e in form.errors.values() for error in e]
    assert said == [refusal]
    assert (form["cause"].value(), form["text"].value(), form["email"].value()) == (
        typed["cause"],
        typed["text"],
        typed["email"],
    )
    assert kept() == []


def test_form_sent_twice_is_kept_once(client, practice, report):
    posted = report()

    for _ in range(2):
        assert client.post(address(practice), posted).status_code == 302

    assert len(kept()) == 1


def test_sixth_report_of_an_hour_is_refused_and_stays_typed(client, practice, report):
    for _ in range(5):
        client.post(address(practice), report())

    response = client.post(address(practice), report(text="Encore un"))

    assert response.status_code == 429
    assert response.context["form"].non_field_errors() == [TOO_MANY["address"]]
    assert response.context["form"]["text"].value() == "Encore un"
    assert len(kept()) == 5


def test_draft_has_no_form(client, report):
    draft = PracticeFactory()

    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft), report()).status_code == 404
