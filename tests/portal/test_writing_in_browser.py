"""A town writes its sheet in a real browser: nothing typed is lost, whatever happens to the page."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from practices.drafts import save_draft
from practices.models import PracticePage
from practices.models.practice import UNTITLED
from practices.steps import StepConverter
from tests.factories.accounts import confirm_address
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = re.compile("Brouillon enregistré à")
PASSWORD = "un mot de passe long"
# What Word puts on the clipboard: its own lists, fonts and comments.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator
content="Microsoft Word 15"><style>
<!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style>
</head><body lang=FR><!--StartFragment--><p class=MsoNormal><span style='font-size:12.0pt;color:#1F497D'>Le
poste est <b style='mso-bidi-font-weight:normal'>partagé</b>&nbsp;:<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span><![endif]>lundi à <i>Luzy</i><o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'>
<![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>le matin<o:p></o:p></p>
<p class=MsoNormal><a href="https://example.org/convention">La convention</a><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>"""


@pytest.fixture
def member(site):
    luzy = TerritoryFactory(name="Luzy", code="58149")
    return MembershipFactory(territory=luzy, confirmed=True).user


@pytest.fixture
def log_in(page, site, member, client):
    def act():
        client.force_login(member)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])

    act()
    return act


@pytest.fixture
def practice(member):
    return PracticeFactory(lead=member.memberships.get().territory)


@pytest.fixture
def means(site, practice):
    return site + reverse("practices:step", args=[practice.pk, StepConverter.SHARED["moyens"]])


def stored():
    return PracticePage.objects.get().get_latest_revision_as_object()


def staffing(page):
    return page.get_by_label("Moyens humains")


def test_what_is_filled_in_beforehand_is_shown_and_can_be_changed(page, site, log_in, member):
    shared = TerritoryFactory(intercommunality=True, name="CC Bazois Loire Morvan")
    MembershipFactory(user=member, territory=shared, confirmed=True, decided_at=timezone.now())
    page.goto(f"{site}/mon-espace/fiches/nouvelle/")
    page.get_by_label("Titre").fill("Prêter des vélos")
    page.get_by_label("Au nom de").select_option(label=str(shared))
    page.get_by_label("À quelle date").fill("01/06/2025")
    page.get_by_label("Son adresse électronique").fill("accueil@luzy.example")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_text("Vous pouvez fermer cette page").wait_for()

    sheet = PracticePage.objects.get()
    assert (sheet.lead, sheet.contact_email) == (shared, "accueil@luzy.example")
    assert sheet.state_date == datetime.date(2025, 6, 1)


def test_new_sheet_saves_itself_and_gets_an_address(page, site, log_in):
    page.goto(f"{site}/mon-espace/fiches/nouvelle/")
    page.get_by_label("Titre").fill("Prêter des vélos")
    page.get_by_text(SAVED).wait_for()  # 3 s after the last key

    page.get_by_label("En une phrase").fill("Trois communes.")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_label("Titre").focus()  # a field is left
    page.reload()

    assert page.get_by_label("En une phrase").input_value() == "Trois communes."
    assert PracticePage.objects.exclude(title=UNTITLED).get().title == "Prêter des vélos"


def test_text_survives_a_lost_network(page, means, log_in):
    page.goto(means)
    page.context.set_offline(True)
    staffing(page).fill("Un agent.")
    page.get_by_text("Le réseau ne répond pas.").wait_for()
    page.context.set_offline(False)
    page.get_by_text(SAVED).wait_for()

    assert stored().staffing == "Un agent."


def test_text_that_never_left_is_offered_on_return(page, means, log_in):
    page.goto(means)
    page.context.set_offline(True)
    staffing(page).fill("Un agent.")
    page.get_by_text("Le réseau ne répond pas.").wait_for()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(means)
    assert staffing(page).input_value() == ""
    page.get_by_role("button", name="Le reprendre").click()
    page.get_by_text(SAVED).wait_for()

    assert stored().staffing == "Un agent."
    assert page.evaluate("localStorage.length") == 0


def test_two_tabs_on_new_sheets_keep_a_copy_each(page, site, log_in):
    address = f"{site}/mon-espace/fiches/nouvelle/"
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        tab.goto(address)
    page.context.set_offline(True)
    for tab, title in zip(tabs, ["Prêter des vélos", "Partager un informaticien"], strict=True):
        tab.get_by_label("Titre").fill(title)
        tab.get_by_text("Le réseau ne répond pas.").wait_for()
        tab.goto("about:blank")
    page.context.set_offline(False)

    for _ in tabs:
        page.goto(address)
        page.get_by_role("button", name="Le reprendre").click()
        page.get_by_text(SAVED).wait_for()

    titles = PracticePage.objects.exclude(title=UNTITLED).order_by("title").values_list("title", flat=True)
    assert list(titles) == ["Partager un informaticien", "Prêter des vélos"]
    assert page.evaluate("localStorage.length") == 0


# Each time the region changes is one message of a screen reader.
LISTEN = """region => {
  window.said = [];
  const listen = () => window.said.push(region.textContent.trim().split(" ").slice(0, 2).join(" "));
  new MutationObserver(listen).observe(region, {childList: true, subtree: true, characterData: true});
}"""


def test_saving_is_said_once_and_politely(page, means, log_in):
    page.goto(means)
    region = page.locator("[data-autosave-status]")
    region.evaluate(LISTEN)
    assert (region.get_attribute("role"), region.get_attribute("aria-live")) == ("status", None)
    staffing(page).press_sequentially("Un agent partagé.", delay=20)
    assert page.evaluate("said") == []  # not at each key
    page.get_by_text(SAVED).wait_for()
    assert page.evaluate("said") == ["Brouillon enregistré"]

    page.route(means, lambda route: route.abort())
    staffing(page).press_sequentially(" Trois jours à Luzy.", delay=20)
    page.get_by_text("Le réseau ne répond pas.").wait_for()
    with page.expect_event("requestfailed"):
        staffing(page).press_sequentially(" Deux ailleurs.", delay=20)  # not at each key, nor at each retry
    assert page.evaluate("said") == ["Brouillon enregistré", "Le réseau"]
    page.unroute_all()
    page.get_by_text(SAVED).wait_for()
    assert page.evaluate("said") == ["Brouillon enregistré", "Le réseau", "Brouillon enregistré"]


def test_copy_whose_answer_was_lost_finds_its_sheet(page, site, log_in):
    address = f"{site}/mon-espace/fiches/nouvelle/"
    page.goto(address)
    page.route("**/nouvelle/", reach_server_and_lose_answer)
    page.get_by_label("Titre").fill("Prêter des vélos")
    page.get_by_text("Le réseau ne répond pas.").wait_for()
    page.route("**/nouvelle/", lambda route: route.abort())
    page.get_by_label("Titre").fill("Prêter des vélos électriques")
    page.goto("about:blank")
    page.unroute_all()

    page.goto(address)
    page.get_by_role("button", name="Le reprendre").click()
    page.get_by_text(SAVED).wait_for()

    assert PracticePage.objects.exclude(title=UNTITLED).get().title == "Prêter des vélos électriques"
    assert page.evaluate("localStorage.length") == 0


def reach_server_and_lose_answer(route):
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


def test_copies_of_closed_tabs_are_offered_one_after_the_other(page, means, log_in):
    tabs = [page.context.new_page() for _ in range(3)]
    for tab in tabs:
        tab.goto(means)
    page.context.clear_cookies(name="sessionid")
    for tab, text in zip(tabs, ["Un agent.", "Deux agents.", "Trois agents."], strict=True):
        staffing(tab).fill(text)
        tab.get_by_text("Votre session a pris fin.").wait_for()
    for tab in tabs[:2]:
        tab.close()
    tabs[2].route(means, lambda route: route.abort())
    log_in()

    page.goto(means)
    page.get_by_role("button", name="Le reprendre").click()
    page.get_by_text(SAVED).wait_for()
    assert stored().staffing == "Deux agents."  # the third tab is open: its text is its own
    page.get_by_role("button", name="Le reprendre").click()
    page.get_by_text("a enregistré une version plus récente").wait_for()
    assert (staffing(page).input_value(), stored().staffing) == ("Un agent.", "Deux agents.")

    page.get_by_role("button", name="Comparer les deux versions").click()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_text("Vous pouvez fermer cette page").wait_for()
    assert (stored().staffing, page.evaluate("localStorage.length")) == ("Un agent.", 1)
    tabs[2].close()
    page.goto(means)
    page.get_by_role("button", name="L’effacer").click()
    assert (staffing(page).input_value(), page.evaluate("localStorage.length")) == ("Un agent.", 0)


def test_nothing_stays_in_the_browser_once_the_form_is_sent(page, site, log_in):
    page.goto(f"{site}/mon-espace/fiches/nouvelle/")
    page.get_by_label("Titre").fill("Prêter des vélos")
    page.get_by_label("Titre").press("Enter")  # the field is not left: nothing was saved before
    page.wait_for_url("**/envoyer/")

    assert PracticePage.objects.exclude(title=UNTITLED).get().title == "Prêter des vélos"
    assert page.evaluate("localStorage.length") == 0


def test_nothing_stays_in_the_browser_when_one_types_on_while_it_saves(page, means, log_in):
    page.goto(means)
    bodies = []

    def take_time(route):
        bodies.append(route.request.post_data)
        page.wait_for_timeout(700)
        route.continue_()

    page.route(means, take_time)
    staffing(page).fill("Un agent")
    with page.expect_request(means):
        staffing(page).evaluate("field => field.dispatchEvent(new Event('focusout', {bubbles: true}))")
    staffing(page).fill("Un agent et demi.")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_text("Vous pouvez fermer cette page").wait_for()

    assert page.url != means
    assert stored().staffing == "Un agent et demi."
    assert (len(bodies) > 1, page.evaluate("localStorage.length")) == (True, 0)


def test_sheet_written_before_a_copy_is_taken_up_is_not_written_over(page, site, log_in):
    address = f"{site}/mon-espace/fiches/nouvelle/"
    page.goto(address)
    page.route(address, lambda route: route.abort())
    page.get_by_label("Titre").fill("Prêter des vélos")
    page.get_by_text("Le réseau ne répond pas.").wait_for()
    page.goto("about:blank")
    page.unroute_all()

    page.goto(address)
    restore = page.get_by_role("button", name="Le reprendre")
    restore.wait_for()
    page.get_by_label("Titre").fill("Partager un informaticien")
    page.get_by_text(SAVED).wait_for()
    assert restore.is_hidden()  # this page is another sheet now
    page.goto(address)
    restore.click()
    page.get_by_text(SAVED).wait_for()

    titles = PracticePage.objects.exclude(title=UNTITLED).order_by("title").values_list("title", flat=True)
    assert list(titles) == ["Partager un informaticien", "Prêter des vélos"]
    assert page.evaluate("localStorage.length") == 0


def test_text_survives_a_session_that_ended(page, means, log_in):
    page.goto(means)
    page.context.clear_cookies(name="sessionid")
    staffing(page).fill("Un agent.")
    page.get_by_text("Votre session a pris fin.").wait_for()
    log_in()
    page.get_by_text(SAVED).wait_for()

    assert stored().staffing == "Un agent."


def log_in_by_hand(page, member):
    page.get_by_label("Adresse électronique").fill(member.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def test_session_that_ended_is_opened_again_from_the_notice_and_the_text_is_saved(
    page, means, log_in, member
):
    confirm_address(member)
    page.goto(means)
    page.context.clear_cookies(name="sessionid")
    staffing(page).fill("Un agent.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se connecter (nouvelle fenêtre)").click()
    log_in_by_hand(opened.value, member)
    opened.value.wait_for_url(means)  # the same step
    opened.value.close()

    page.bring_to_front()
    page.get_by_text(SAVED).wait_for()
    assert (page.url, staffing(page).input_value(), stored().staffing) == (means, "Un agent.", "Un agent.")
    assert page.evaluate("localStorage.length") == 0


def test_session_that_ended_is_opened_again_in_the_same_tab_and_the_text_comes_back(
    page, means, log_in, member
):
    confirm_address(member)
    page.goto(means)
    page.context.clear_cookies(name="sessionid")
    staffing(page).fill("Un agent.")
    page.goto(means.replace("/mon-espace/", "/compte/connexion/?next=/mon-espace/"))
    log_in_by_hand(page, member)
    page.wait_for_url(means)
    page.get_by_role("button", name="Le reprendre").click()
    page.get_by_text(SAVED).wait_for()

    assert (staffing(page).input_value(), stored().staffing) == ("Un agent.", "Un agent.")
    assert page.evaluate("localStorage.length") == 0


def test_second_tab_is_told_and_shows_both_texts(page, means, log_in, practice, member):
    page.goto(means)
    save_draft(practice, user=member, data={"staffing": "Deux agents."})
    staffing(page).fill("Un agent.")
    page.get_by_text("a enregistré une version plus récente").wait_for()
    assert stored().staffing == "Deux agents."
    page.get_by_role("button", name="Comparer les deux versions").click()
    page.get_by_text("Deux agents.").wait_for()

    assert staffing(page).input_value() == "Un agent."
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_text("Vous pouvez fermer cette page").wait_for()
    assert stored().staffing == "Un agent."


def test_text_typed_once_told_of_a_newer_version_is_offered_on_return(page, means, log_in, practice, member):
    page.goto(means)
    save_draft(practice, user=member, data={"staffing": "Deux agents."})
    staffing(page).fill("Un agent.")
    page.get_by_text("a enregistré une version plus récente").wait_for()
    staffing(page).press_sequentially(" Il vient le lundi.")
    page.goto("about:blank")
    page.goto(means)
    page.get_by_role("button", name="Le reprendre").click()
    page.get_by_text("a enregistré une version plus récente").wait_for()

    assert staffing(page).input_value() == "Un agent. Il vient le lundi."
    assert stored().staffing == "Deux agents."


def test_text_pasted_from_word_keeps_its_shape_only(page, site, log_in):
    page.goto(f"{site}/mon-espace/fiches/nouvelle/")
    area = page.get_by_label("Ce qui a été fait")
    area.focus()
    area.evaluate(
        """(area, html) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", html);
          area.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
        }""",
        WORD,
    )

    assert area.input_value() == (
        "Le poste est **partagé**\u00a0:\n\n- lundi à __Luzy__\n  1. le matin\n\n"
        "[La convention](https://example.org/convention)"
    )
