import datetime
import re

import pytest
from django.urls import reverse

from practices.drafts import version_of
from practices.forms.writing import QuickForm
from practices.models import Attachment, Indicator, PracticePage, Software, Step
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.status import ReviewStatus, status_of
from tests.factories.files import SheetFileFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory, ThemeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
NEW = "/mon-espace/fiches/nouvelle/"


def draft_of(practice):
    return PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()


ACT = r"/fiches/[^/\"]+/(?:ecrire|reprendre|signaler)/"


def main_of(response):
    """What stands between the head and the foot of the site, without the day of publication and the acts."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    main = re.sub(f'href="{ACT}"|role="link" aria-disabled="true"', "", main)
    return re.sub(
        r'<div class="points__item"><dt class="points__term">Publiée</dt>.*?</div>', "", main
    ).split()


def address(practice):
    return reverse("practices:edit", args=[practice.pk])


def as_posted(practice, **changes):
    """The form of a sheet as the page shows it, with changes."""
    draft = draft_of(practice)
    keys = [theme.pk for theme in draft.themes.all()]
    posted = {
        "lead": draft.lead_id,
        "title": draft.title,
        "summary": draft.summary,
        **{f"themes_{rank}": key for rank, key in enumerate([*keys, "", "", ""][:3])},
        "mutualisation": draft.mutualisation,
        "need": "Personne pour réparer.",
        "actions": "Un poste partagé.",
        "state": draft.state,
        "state_date": f"{draft.state_date:%d/%m/%Y}",
        "lessons": "Commencer sans convention.",
        "contact_function": draft.contact_function,
        "contact_email": draft.contact_email,
        "seen": version_of(draft, QuickForm.content_names()),
    }
    return posted | changes


def test_create_asks_for_an_account(client):
    response = client.get(NEW)

    assert response.status_code == 302
    assert response.url == f"/compte/connexion/?next={NEW}"


def test_create_sends_those_without_a_collectivity_to_join_one(client, stranger, place):
    client.force_login(stranger)

    response = client.get(NEW)

    assert response.url == "/mon-espace/rejoindre/"


def test_create_tells_those_whose_request_waits_that_it_does(client, stranger, place, territory):
    MembershipFactory(user=stranger, territory=territory)
    client.force_login(stranger)

    response = client.get(NEW, follow=True)

    assert response.redirect_chain == [("/mon-espace/", 302)]
    said = "Vous pourrez écrire une fiche quand votre demande pour Luzy (58) sera acceptée."
    assert [str(message) for message in response.context["messages"]] == [said]


def test_create_prefills_what_is_known(town, member, territory):
    form = town.get(NEW).context["form"]

    assert form["lead"].value() == territory.pk
    assert form["contact_email"].value() == member.email
    assert form["contact_function"].value() == "directrice générale des services"
    assert form["state_date"].value() == datetime.date.today()


def test_create_keeps_a_draft_of_whatever_is_there(town, member, territory):
    response = town.post(NEW, {"lead": territory.pk, "need": "Rien ne marche."})

    practice = PracticePage.objects.get()
    assert response.url == address(practice)
    assert not practice.live
    assert practice.owner == member
    assert practice.lead == territory
    assert draft_of(practice).need == "<p>Rien ne marche.</p>"
    assert town.get(response.url).context["form"]["title"].value() == ""


@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}])
def test_create_makes_no_sheet_of_a_form_left_as_it_came(town, headers):
    form = town.get(NEW).context["form"]
    untouched = {name: form[name].value() for name in ("lead", "state_date", "contact_function", "key")}

    response = town.post(NEW, untouched | {"title": "  ", "go_on": "1"}, headers=headers)

    assert response.status_code == 400
    assert "Rien n’est encore écrit" in (response.json()["refusal"] if headers else response.content.decode())
    assert not PracticePage.objects.exists()


def test_create_keeps_what_was_typed_when_a_value_is_malformed(town, answers):
    answers |= {"contact_email": "mairie sans arobase", "state_date": "31/02/2026"}

    response = town.post(NEW, answers)

    assert response.status_code == 400
    assert not PracticePage.objects.exists()
    form = response.context["form"]
    assert form.errors == {
        "contact_email": ["Écrivez une adresse complète, par exemple mairie@exemple.fr."],
        "state_date": ["Écrivez le jour, le mois et l’année en chiffres, par exemple 30/06/2026."],
    }
    html = response.content.decode()
    assert answers["actions"].replace("\n", "\r\n") in html or answers["actions"] in html
    assert 'value="mairie sans arobase"' in html
    assert 'href="#id_contact_email"' in html
    assert "<title>Erreur" in html


def test_create_and_go_on_keeps_the_draft_and_leads_to_the_answers(town, answers):
    response = town.post(NEW, answers | {"go_on": "1"})

    practice = PracticePage.objects.get()
    assert response.url == reverse("practices:submit", args=[practice.pk])
    assert status_of(practice).status == ReviewStatus.DRAFT
    assert draft_of(practice).actions == (
        "<p>Un poste <b>partagé</b>&nbsp;:</p><ul><li>lundi à Luzy</li><li>mardi ailleurs</li></ul>"
    )


def test_secretary_fills_nine_fields_at_most(town, member):
    form = town.get(NEW).context["form"]
    prefilled = {"lead", "state_date", "contact_function", "contact_email"}

    assert all(form[name].value() for name in prefilled)
    assert len(set(form.content_names()) - prefilled) == 8


@pytest.mark.parametrize("send", [{}, {"go_on": "1"}])
def test_create_twice_makes_one_sheet(town, answers, send):
    first = town.post(NEW, answers | send)
    second = town.post(NEW, answers | send)

    assert PracticePage.objects.count() == 1
    assert first.url == second.url


def test_create_again_with_more_text_saves_it_on_the_same_sheet(town, answers):
    town.post(NEW, answers)
    town.post(NEW, answers | {"title": "Partager deux informaticiens"})

    assert draft_of(PracticePage.objects.get()).title == "Partager deux informaticiens"


def test_create_for_the_collectivity_of_others_is_refused(town, answers):
    other = PracticeFactory().lead

    response = town.post(NEW, answers | {"lead": other.pk})

    assert response.context["form"].errors == {"lead": ["Choisissez une collectivité que vous représentez."]}
    assert not PracticePage.objects.for_territory(answers["lead"]).exists()


def test_extra_fields_are_ignored(town, answers):
    town.post(NEW, answers | {"live": "1", "is_example": "1", "owner": "1", "archived_at": "2026-01-01"})

    practice = PracticePage.objects.get()
    assert (practice.live, practice.is_example, practice.archived_at) == (False, False, None)


@pytest.mark.parametrize("what", ["draft", "published"])
def test_edit_is_hidden_from_others(client, stranger, what):
    practice = PracticeFactory(published=what == "published")
    client.force_login(stranger)

    assert client.get(address(practice)).status_code == 404
    assert client.post(address(practice), {}).status_code == 404


def test_edit_saves_a_new_version(town, territory):
    practice = PracticeFactory(lead=territory)
    before = practice.latest_revision_id

    response = town.post(address(practice), as_posted(practice, title="Un autre titre"))

    assert response.url == address(practice)
    stored = PracticePage.objects.get()
    assert stored.title == "Un autre titre"
    assert stored.latest_revision_id != before


def test_edit_without_a_change_makes_no_version(town, territory):
    practice = PracticeFactory(lead=territory)
    before = practice.latest_revision_id

    response = town.post(address(practice), as_posted(practice))

    assert response.status_code == 302
    assert PracticePage.objects.get().latest_revision_id == before


def test_edit_leaves_rich_text_that_was_not_touched_as_it_is(town, territory):
    rich = '<p data-block-key="a1">Un <b>poste</b> <i>partagé</i><br/>et <a href="https://example.org">deux</a></p>'
    practice = PracticeFactory(lead=territory, need=rich)
    shown = town.get(address(practice)).context["form"]["need"].value()

    town.post(address(practice), as_posted(practice, need=shown, title="Un autre titre"))

    draft = draft_of(practice)
    assert draft.title == "Un autre titre"
    assert draft.need == '<p>Un <b>poste</b> <i>partagé</i><br>et <a href="https://example.org">deux</a></p>'


def test_edit_shows_every_answer_of_the_draft(town, territory):
    themes = [ThemeFactory(), ThemeFactory()]
    practice = PracticeFactory(lead=territory, themes=themes, mutualisation="convention", state="idee")

    html = town.get(address(practice)).content.decode()

    selected = re.findall(r'<option value="(\d+)" selected>', html)
    checked = re.findall(r'value="([\w-]+)"[^>]* checked', html)
    assert set(selected) == {str(territory.pk), *(str(theme.pk) for theme in themes)}
    assert checked == ["convention", "idee"]
    for text in (
        practice.title,
        practice.summary,
        "Personne pour réparer.",
        "01/03/2026",
        practice.contact_email,
    ):
        assert text in html


def test_edit_of_a_published_sheet_leaves_it_up(town, territory):
    practice = PracticeFactory(lead=territory, published=True, title="En ligne")

    town.post(address(practice), as_posted(practice, title="Une nouvelle version"))

    stored = PracticePage.objects.get()
    assert (stored.title, stored.live) == ("En ligne", True)
    assert draft_of(practice).title == "Une nouvelle version"
    assert status_of(stored).status == ReviewStatus.PUBLISHED_DRAFT


def test_edit_of_a_stale_version_shows_both_and_saves_nothing(town, territory, colleague):
    practice = PracticeFactory(lead=territory)
    typed = as_posted(practice, title="Mon titre", summary="Mon résumé.")
    theirs = draft_of(practice)
    theirs.title = "Son titre"
    theirs.save()
    theirs.save_revision(user=colleague)

    response = town.post(address(practice), typed)

    assert response.status_code == 409
    assert draft_of(practice).title == "Son titre"
    html = response.content.decode()
    assert "a enregistré une version plus récente à" in html
    assert html.count("<title>Erreur&nbsp;: Étape") == 1
    assert [answer.text for answer in response.context["stale"]["differences"]] == [
        "Son titre",
        theirs.summary,
    ]
    assert 'value="Mon titre"' in html

    retry = dict(response.context["form"].data.items())
    town.post(address(practice), retry)

    assert draft_of(practice).title == "Mon titre"


def test_edit_while_a_colleague_sent_the_sheet_keeps_what_was_typed_on_screen(town, territory, colleague):
    practice = PracticeFactory(lead=territory)
    typed = as_posted(practice, title="Mon titre")
    submit(practice, user=colleague)

    response = town.post(address(practice), typed)

    html = response.content.decode()
    assert response.status_code == 409
    assert (html.count("<title>Erreur&nbsp;: Étape"), 'value="Mon titre"' in html) == (1, True)
    assert draft_of(practice).title == practice.title


def test_page_of_a_sheet_in_review_offers_to_withdraw_it(town, territory, member):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)

    html = town.get(address(practice)).content.decode()

    assert "Retirer de la relecture" in html
    assert "<textarea" not in html


def test_page_shows_what_the_moderators_ask(town, territory, member):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.CHANGES, reason="Précisez le coût.")

    assert "Précisez le coût." in town.get(address(practice)).content.decode()


def test_preview_shows_the_last_version_as_the_public_page(town, territory):
    practice = PracticeFactory(lead=territory, published=True, title="En ligne")
    draft = draft_of(practice)
    draft.title = "Une nouvelle version"
    draft.save_revision()

    response = town.get(reverse("practices:preview", args=[practice.pk]))

    assert "Une nouvelle version" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_preview_is_what_the_public_reads_once_it_is_published(town, territory, member, moderator):
    other = TerritoryFactory()
    practice = PracticeFactory(lead=territory, confirmed_bearers=[other], investment=4_500)
    draft = draft_of(practice)
    draft.steps = [Step(date="mars 2024", title="Vote")]
    draft.software = [Software(name="Jitsi", supplier="Un syndicat", is_open_source=True)]
    draft.indicators = [Indicator(name="Délai", before=12, after=3, unit="jours")]
    draft.attachments = [Attachment(file=SheetFileFactory(practice=practice), title="Convention type")]
    draft.save_revision(user=member)

    previewed = town.get(reverse("practices:preview", args=[practice.pk]))
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.APPROVED)
    published = town.get(PracticePage.objects.get(pk=practice.pk).url)

    assert main_of(previewed) == main_of(published)
    assert "Convention type" in " ".join(main_of(published))


@pytest.mark.parametrize("published", [True, False])
def test_preview_is_hidden_from_others(client, stranger, published):
    practice = PracticeFactory(published=published)
    client.force_login(stranger)

    assert client.get(reverse("practices:preview", args=[practice.pk])).status_code == 404


def test_preview_is_shown_to_a_moderator(client, moderator):
    practice = PracticeFactory(title="À lire")
    client.force_login(moderator)

    assert "À lire" in client.get(reverse("practices:preview", args=[practice.pk])).content.decode()


@pytest.mark.parametrize("published", [True, False])
def test_only_a_new_sheet_is_said_to_take_ten_minutes(town, territory, published):
    practice = PracticeFactory(lead=territory, published=published)

    assert "Dix minutes" in town.get(NEW).content.decode()
    assert "Dix minutes" not in town.get(address(practice)).content.decode()


def test_preview_says_that_it_is_one_leads_back_and_acts_on_nothing(town, client, territory, moderator):
    practice = PracticeFactory(lead=territory)
    preview = reverse("practices:preview", args=[practice.pk])

    html = town.get(preview).content.decode()
    client.force_login(moderator)
    of_moderator = client.get(preview).content.decode()

    bar = re.search(r'<div class="wrap" role="region" aria-label="Aperçu">.*?</p>', html, re.DOTALL)[0]
    assert html.index(bar) < html.index("<main")
    assert f'<a href="{address(practice)}" target="_top">Quitter l’aperçu</a>' in bar
    assert f'href="{reverse("desk")}" target="_top"' in of_moderator
    assert html.count('role="link" aria-disabled="true"') == 4
    assert re.findall(ACT, html) == []


def test_files_have_their_own_part_and_a_picture_is_called_one(client, territory):
    practice = PracticeFactory(lead=territory)
    kinds = {"extension": "jpg", "name": "atelier.jpg"}, {"extension": "pdf", "name": "note.pdf"}
    files = [SheetFileFactory(practice=practice, **kind) for kind in kinds]
    practice.attachments = [Attachment(file=file) for file in files]
    practice.save_revision().publish()

    html = client.get(PracticePage.objects.get(pk=practice.pk).url).content.decode()

    assert '<h2 class="sheet-section__title" id="fichiers">Fichiers joints</h2>' in html
    assert re.findall(r'files__meta">([^,<]*), ([^,<]*),', html) == [
        ("Image", "JPEG"),
        ("Fichier à réutiliser", "PDF"),
    ]
    assert "Conseils et points d’attention" not in html


def test_published_sheet_says_nothing_of_a_preview(town, territory):
    html = town.get(PracticeFactory(lead=territory, published=True).url).content.decode()

    assert "Quitter l’aperçu" not in html
    assert "aria-disabled" not in html
    assert len(re.findall(ACT, html)) == 4
