"""The town's side in its browser, without an account: one sheet, its steps, the signature; nothing else."""

import time

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from portal import typography
from practices.drafts import mark_of, save_draft
from practices.files.attaching import attach
from practices.files.models import FileState, SheetFile
from practices.interviews.links import token_of
from practices.interviews.models import Interview, Outcome
from practices.interviews.writing import send
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide
from practices.status import ReviewStatus, due_on, status_of
from practices.steps import StepConverter
from tests.factories.files import SheetFileFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.practices.files.made import PDF, upload

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
SIGNATURE = {"name": "Anne  Petit", "function": "Maire", "confirmed": "on"}
MEANS = StepConverter.SHARED["moyens"]


@pytest.fixture
def at(sent):
    """The address of a page of the link."""
    token = token_of(sent)
    return lambda name, *args: reverse(f"interviews:{name}", args=[token, *args])


def stored():
    return PracticePage.objects.get()


def signature(**changes):
    return SIGNATURE | {"version": mark_of(stored())} | changes


def test_pages_of_the_link_lead_to_each_other_and_nowhere_in_the_space(client, at, sent):
    for name in ("read", "edit", "submit", "decline", "files"):
        html = client.get(at(name)).text.partition("<main")[2].partition("</main>")[0]

        assert "/mon-espace/" not in html, name
        assert "/entretiens/" in html, name
        assert at("read") in html or name in ("read", "files"), name


def test_last_step_is_named_by_what_it_does(client, at):
    assert [stop.title for stop in client.get(at("submit")).context["stepper"].stops][
        -1
    ] == "Relire et signer"
    assert "Relire et envoyer" not in client.get(at("edit")).text


def test_delays_follow_the_setting(client, at, sent, signatory, settings):
    settings.REVIEW_WORKING_DAYS = 3
    asked = client.get(at("submit")).text
    client.post(at("submit"), signature())

    assert "vous écrivent sous 3\u00a0jours ouvrés" in asked
    due = typography.date(due_on(Interview.objects.get().answered_at))
    assert f"vous écrivent avant le {due}" in client.get(at("read")).text


def test_reading_changes_nothing_and_is_not_kept(client, at, sent):
    before = (list(Interview.objects.values()), list(PracticePage.objects.values()))

    for name in ("read", "edit", "preview", "submit", "decline", "files"):
        response = client.get(at(name))

        assert response.status_code == 200, name
        assert "no-store" in response["Cache-Control"]
        assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex", "same-origin")
    assert (list(Interview.objects.values()), list(PracticePage.objects.values())) == before
    assert "sessionid" not in client.cookies


def test_town_corrects_then_signs(client, at, sent, territory):
    step = client.get(at("step", MEANS)).context["form"].initial
    client.post(at("step", MEANS), {"staffing": "Un agent.", "seen": step["seen"], "key": step["key"]})
    assert stored().staffing == "Un agent."

    response = client.post(at("submit"), signature(), follow=True)

    assert "La fiche est signée." in response.text
    assert status_of(stored()).status == ReviewStatus.IN_REVIEW
    signed = Interview.objects.get()
    assert (signed.signatory, signed.signatory_function) == ("Anne Petit", "Maire")


def test_page_saves_itself_and_stays_at_its_address(client, at, sent):
    seen = client.get(at("edit")).context["form"].initial["seen"]

    answer = client.post(at("step", MEANS), {"staffing": "Un agent."}, headers=JSON).json()

    assert answer["saved"].startswith("Brouillon enregistré à")
    assert answer["address"] == at("step", MEANS)
    assert seen


def test_moderator_who_types_at_the_same_time_overwrites_nothing(client, at, sent, moderator):
    seen = client.get(at("step", MEANS)).context["form"].initial["seen"]
    save_draft(sent.practice, user=moderator, data={"staffing": "Deux agents."})

    saved = client.post(at("step", MEANS), {"staffing": "Un agent.", "seen": seen}, headers=JSON)
    shown = client.post(at("step", MEANS), {"staffing": "Un agent.", "seen": seen})

    assert saved.status_code == shown.status_code == 409
    assert ["Un agent." in shown.text, "Deux agents." in shown.text] == [True, True]
    assert stored().staffing == "Deux agents."


def test_signature_without_the_box_or_a_name_says_so_and_keeps_the_rest(client, at, sent):
    response = client.post(at("submit"), {"function": "Adjointe", "version": mark_of(stored())})

    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"name", "confirmed"}
    assert 'value="Adjointe"' in response.text
    assert response.text.count('id="erreurs"') == 1
    assert Interview.objects.get().outcome == ""


def test_signature_of_what_changed_meanwhile_shows_it_again(client, at, sent, moderator):
    typed = signature()
    save_draft(sent.practice, user=moderator, data={"staffing": "Deux agents."})

    response = client.post(at("submit"), typed)

    assert response.status_code == 400
    assert "La fiche a changé pendant que vous la lisiez." in response.text
    assert response.context["form"]["version"].value() == mark_of(stored())
    assert client.post(at("submit"), signature()).status_code == 302


def test_incomplete_sheet_cannot_be_signed(client, at, sent, moderator):
    save_draft(sent.practice, user=moderator, data={"summary": ""})

    shown, posted = client.get(at("submit")), client.post(at("submit"), signature())

    assert "Signer et envoyer" not in shown.text
    assert posted.status_code == 400
    assert "Il manque 1" in posted.text
    assert f"{at('edit')}#champ-summary" in posted.text


def test_town_declines_and_says_why(client, at, sent):
    response = client.post(at("decline"), {"reason": "Pas maintenant."}, follow=True)

    assert "La fiche ne sera pas publiée" in response.text
    assert (Interview.objects.get().outcome, Interview.objects.get().reason) == (
        Outcome.DECLINED,
        "Pas maintenant.",
    )


@pytest.mark.parametrize("name", ["read", "edit", "preview", "submit", "decline", "files"])
def test_answered_link_opens_nothing_and_says_what_became_of_it(client, at, sent, name):
    client.post(at("submit"), signature())

    response = client.get(at(name))

    assert response.templates[0].name == "interviews/closed.html"
    assert (response.status_code, "La fiche est signée." in response.text) == (200, True)
    assert client.post(at(name), {"title": "Trop tard"}).status_code in (404, 405)


def test_old_forged_or_replaced_link_says_what_to_do(client, at, sent, moderator, monkeypatch):
    old = at("read")
    with monkeypatch.context() as later:
        later.setattr("time.time", lambda now=time.time: now() + 31 * 24 * 3600)
        expired = client.get(old)
    send(sent, user=moderator)
    replaced = client.get(old)
    forged = client.get(reverse("interviews:read", args=["x"]))

    assert {response.status_code for response in (expired, replaced, forged)} == {404}
    assert "plus de trente jours" in expired.text
    assert "Un lien plus récent vous a été envoyé" in replaced.text
    assert "n’est pas complet" in forged.text
    assert sent.practice.draft_title not in replaced.text


def test_text_typed_behind_a_dead_link_is_given_back(client, at, sent, moderator):
    send(sent, user=moderator)

    page = client.post(at("step", MEANS), {"staffing": "Un agent <b>."})
    saved = client.post(at("step", MEANS), {"staffing": "Un agent."}, headers=JSON)

    assert page.status_code == 404
    assert "Un agent &lt;b&gt;." in page.text
    assert "Moyens humains" in page.text
    assert (saved.status_code, list(saved.json())) == (403, ["refusal"])


def test_lines_typed_behind_a_dead_link_are_given_back(client, at, sent, moderator):
    send(sent, user=moderator)
    lines = {
        "steps-TOTAL_FORMS": "2",
        "steps-0-date": "mars 2024",
        "steps-0-title": "Vote",
        "steps-0-DELETE": "on",
        "steps-1-title": "Recrutement",
    }

    page = client.post(at("step", StepConverter.SHARED["recit"]), lines)

    assert page.context["typed"] == [("Quand", "mars 2024"), ("Étape", "Vote"), ("Étape", "Recrutement")]


def test_form_whose_token_is_too_old_keeps_what_was_posted(at, sent):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(at("step", MEANS), {"staffing": "Un agent.", "csrfmiddlewaretoken": "a" * 32})

    assert response.status_code == 403
    assert response.context["posted"] == [("staffing", "Un agent.")]
    assert "connectez-vous" not in response.text


@pytest.mark.parametrize("name", ["submit", "decline"])
def test_answer_whose_token_is_too_old_is_kept_to_be_sent(at, sent, name):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(at(name), {"name": "Anne Petit", "reason": "Pas maintenant."})

    assert response.status_code == 403
    assert response.context["posted"] == [("name", "Anne Petit"), ("reason", "Pas maintenant.")]
    assert "Envoyer ce que j’avais écrit" in response.text


def test_answer_behind_a_dead_link_is_given_back(client, at, sent, moderator):
    send(sent, user=moderator)

    signing = client.post(at("submit"), {"name": "Anne Petit", "function": "Maire"})
    declining = client.post(at("decline"), {"reason": "Pas maintenant."})

    assert signing.context["typed"] == [("Votre nom", "Anne Petit"), ("Votre fonction", "Maire")]
    assert declining.context["typed"] == [("Pourquoi\u202f?", "Pas maintenant.")]


def test_signature_sent_twice_is_not_said_unsaved(client, at, sent):
    signed = signature()

    for _ in range(2):
        response = client.post(at("submit"), signed, follow=True)

    assert "La fiche est signée." in response.text
    assert "n’est pas enregistré" not in response.text


def test_link_opens_the_files_of_its_sheet_only(client, at, sent, signatory, territory):
    attach(sent.practice, user=signatory, uploads=[upload("note.pdf", PDF)])
    SheetFile.objects.update(state=FileState.CLEAN)
    own = SheetFile.objects.get()
    other = SheetFileFactory(practice=PracticeFactory(lead=territory))
    other.content.save("", ContentFile(b"secret"))

    files, preview = client.get(at("files")), client.get(at("preview"))

    address = at("file", own.key, own.name)
    assert own.sent_by is None
    assert [address in page.text for page in (files, preview)] == [True, True]
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    assert client.get(own.url).status_code == 404
    assert client.get(at("file", other.key, other.name)).status_code == 404


def test_link_opens_no_page_of_the_town(client, at, sent, territory):
    other = PracticeFactory(lead=territory)
    client.get(at("read"))
    pages = [reverse("practices:people", args=[territory.code]), reverse("practices:my_practices")]
    for practice in (other, sent.practice):
        names = ("edit", "preview", "submit", "conversation", "history", "remarks", "files", "delete")
        pages += [reverse(f"practices:{name}", args=[practice.pk]) for name in names]

    answers = {(response.status_code, response.url.partition("?")[0]) for response in map(client.get, pages)}

    assert answers == {(302, reverse("account_login"))}
    assert client.get(other.url).status_code == 404


def test_lead_stays_whatever_is_posted(client, at, sent, territory):
    other = PracticeFactory().lead
    form = client.get(at("edit")).context["form"]

    client.post(at("edit"), {"lead": other.pk, "seen": form.initial["seen"], "title": "Pris"}, headers=JSON)

    assert list(form.fields["lead"].queryset) == [territory]
    assert PracticePage.objects.get(pk=sent.practice_id).get_latest_revision_as_object().lead == territory


def test_published_sheet_says_how_it_was_made_without_a_name(client, at, sent, moderator):
    client.post(at("submit"), signature())
    assert "entretien" not in client.get("/").text
    decide(stored(), user=ModeratorFactory(), verdict=Verdict.APPROVED)

    html = client.get(stored().url).text

    assert "Fiche rédigée par les associations lors d’un entretien le 12\u00a0novembre 2026" in html
    assert "(Maire)" in html
    for name in ("Anne Petit", str(moderator), sent.email):
        assert name not in html
