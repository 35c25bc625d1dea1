import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from practices.drafts import save_draft
from practices.files.attaching import attach
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.status import ReviewStatus, status_of
from practices.steps import StepConverter
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory
from tests.practices.files import made

pytestmark = pytest.mark.django_db


def post(client, step, practice, **options):
    return client.post(reverse(f"practices:{step}", args=[practice.pk]), **options)


def test_submit_sends_a_complete_draft(town, territory):
    practice = PracticeFactory(lead=territory)

    response = post(town, "submit", practice)

    assert response.url == "/mon-espace/"
    assert status_of(practice).status == ReviewStatus.IN_REVIEW


def test_answers_are_shown_before_they_are_sent(town, territory):
    practice = PracticeFactory(lead=territory, title="Prêter des vélos", staffing="Un agent.")

    html = town.get(reverse("practices:submit", args=[practice.pk])).content.decode()

    for text in ("Prêter des vélos", "Service commun", "Un poste partagé.", "01/03/2026", "Un agent."):
        assert text in html
    assert "Envoyer en relecture" in html


def test_files_are_shown_before_they_are_sent(town, territory, member):
    practice = PracticeFactory(lead=territory)
    attach(practice, user=member, uploads=[made.upload("convention.pdf", made.PDF)])

    html = town.get(reverse("practices:submit", args=[practice.pk])).content.decode()

    assert "convention.pdf · Nature\u00a0: Convention" in html


def test_submit_of_an_incomplete_draft_names_what_is_missing(town, territory):
    practice = PracticeFactory(lead=territory, incomplete=True)

    response = post(town, "submit", practice)

    html = response.content.decode()
    assert response.status_code == 400
    assert "<title>Erreur" in html
    assert [missing.label for missing in response.context["completeness"].asked] == [
        "En une phrase",
        "Thèmes",
        "Le besoin de départ",
        "Son adresse électronique",
    ]
    assert "Envoyer en relecture" not in html
    assert status_of(practice).status == ReviewStatus.DRAFT


def test_submit_of_what_a_colleague_changed_meanwhile_sends_nothing_and_shows_it(town, territory, member):
    practice = PracticeFactory(lead=territory)
    colleague = MembershipFactory(territory=territory, confirmed=True).user
    read = town.get(reverse("practices:submit", args=[practice.pk])).context["read"]["version"].value()
    save_draft(practice, user=colleague, data={"staffing": "Un agent de Luzy."})

    told = post(town, "submit", practice, data={"version": read})

    html = told.content.decode()
    assert told.status_code == 409
    assert f"{colleague} a enregistré une version plus récente à" in html
    assert "Un agent de Luzy." in html
    assert status_of(practice).status == ReviewStatus.DRAFT
    again = post(town, "submit", practice, data={"version": told.context["read"]["version"].value()})
    assert (again.url, status_of(practice).status) == ("/mon-espace/", ReviewStatus.IN_REVIEW)


def test_withdraw_takes_the_sheet_back(town, territory, member):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)

    response = post(town, "withdraw", practice)

    assert response.url == reverse("practices:edit", args=[practice.pk])
    assert status_of(practice).status == ReviewStatus.WITHDRAWN


def test_withdraw_after_a_decision_tells_it(town, territory, member, moderator):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.REFUSED, reason="Non.")

    response = post(town, "withdraw", practice, follow=True)

    assert "Décision déjà prise par" in response.content.decode()


@pytest.mark.parametrize("step", ["submit", "withdraw"])
def test_steps_are_hidden_from_others_and_do_nothing_without_a_post(
    client, stranger, member, territory, step
):
    practice = PracticeFactory(lead=territory)
    client.force_login(stranger)
    assert post(client, step, practice).status_code == 404

    assert client.get(reverse(f"practices:{step}", args=[practice.pk])).status_code in (404, 405)

    client.force_login(member)
    assert client.get(reverse(f"practices:{step}", args=[practice.pk])).status_code in (200, 405)
    assert status_of(practice).status == ReviewStatus.DRAFT

    client.logout()
    assert post(client, step, practice).status_code == 302
    assert status_of(practice).status == ReviewStatus.DRAFT


@pytest.fixture
def referent(territory):
    """The one who sends the sheets of the collectivity, as it has chosen."""
    territory.referents_submit = True
    territory.save()
    return MembershipFactory(territory=territory, referent=True).user


def test_contributor_tells_the_referents_that_the_sheet_is_ready(town, territory, referent, mailoutbox):
    practice = PracticeFactory(lead=territory, title="Prêter des vélos")
    html = town.get(reverse("practices:submit", args=[practice.pk])).content.decode()

    responses = [post(town, "submit", practice, follow=True).content.decode() for _ in range(2)]

    assert "Prévenir les référents" in html
    assert "Rien n’a changé" not in html
    assert "Nous écrivons aux référents" in responses[0]
    assert "Nous avons déjà écrit aux référents" in responses[1]
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([referent.email], "Fiche prête à envoyer\u00a0: Prêter des vélos")
    ]
    assert status_of(practice).status == ReviewStatus.DRAFT


def test_referents_are_not_told_of_an_incomplete_sheet(town, territory, referent, mailoutbox):
    practice = PracticeFactory(lead=territory, incomplete=True)

    response = post(town, "submit", practice)

    assert response.status_code == 400
    assert "Prévenir les référents" not in response.content.decode()
    assert mailoutbox == []


def test_sheet_sent_in_the_meantime_is_not_told_to_the_referents(town, territory, referent, mailoutbox):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=referent)
    mailoutbox.clear()

    response = post(town, "submit", practice)

    assert response.url == "/mon-espace/"
    assert mailoutbox == []


def test_remarks_that_wait_are_recalled_before_sending(town, territory, moderator):
    practice = PracticeFactory(lead=territory)
    on_field = {"page": practice, "user": moderator}
    Comment.objects.create(contentpath="staffing", text="Combien de jours ?", **on_field)
    Comment.objects.create(contentpath="need", text="Vu.", resolved_at=timezone.now(), **on_field)

    html = town.get(reverse("practices:submit", args=[practice.pk])).content.decode()

    means = reverse("practices:step", args=[practice.pk, StepConverter.SHARED["moyens"]])
    assert "1\u00a0remarque des associations attend encore" in html
    assert f'<a href="{means}#champ-staffing">Moyens humains</a>&nbsp;: Combien de jours' in html
    assert "Vu." not in html


def test_check_says_nothing_of_remarks_when_none_waits(town, territory):
    practice = PracticeFactory(lead=territory)

    assert "attend encore" not in town.get(reverse("practices:submit", args=[practice.pk])).content.decode()
