"""Every page of the main paths, in each of its states, has no fault that axe can see, wide and narrow."""

from datetime import UTC, datetime
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Comment

from portal.desk.glancing import glance_at
from practices.assignments.taking import take
from practices.files.attaching import attach
from practices.interviews.links import token_of
from practices.interviews.models import Interview
from practices.interviews.writing import decline, send
from practices.mailing.links import stop_link
from practices.mailing.models import Kind
from practices.models import PracticePage, ReviewTaskState
from practices.models.review import Verdict
from practices.mutualisation.models import Answer
from practices.review import decide, submit
from practices.steps import StepConverter
from search.duplicates.models import Look
from search.models import PARKED_FROM, IndexEntry
from tests.factories.interviews import begin_interview, holder, write_from
from tests.factories.practices import ModeratorFactory, PracticeFactory, ThemeFactory
from tests.factories.reports import ReportFactory
from tests.factories.reuse import ReuseFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.factories.vitality import QuestionFactory, old_sheet
from tests.practices.files.made import PDF, image, upload

pytestmark = pytest.mark.browser
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RUN = """async () => {
  const {violations} = await axe.run(document, {resultTypes: ["violations"]});
  return violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" ")).join(", ")]);
}"""
# Of a page of the admin what is ours: the frame is Wagtail's.
RUN_IN_ADMIN = RUN.replace("axe.run(document", "axe.run('#main'")
PUBLIC = {
    "accueil": "/",
    "liste": "/fiches/",
    "liste-filtree": "/fiches/?q=informaticien&theme=rien&region=53",
    "sans-resultat": "/fiches/?q=introuvable&region=53",
    "carte": "/fiches/?view=carte",
    "carte-region": "/fiches/?view=carte&region=53",
    "carte-vide": "/fiches/?view=carte&q=introuvable",
    "autour": "/fiches/?view=carte&near=48.39,-4.48",
    "rien-autour": "/fiches/?near=47.99,-4.10&within=10",
    "comme-la-mienne": "/fiches/?like=29019",
    "ma-collectivite": "/fiches/ma-collectivite/?nom=brest",
    "alerte": "/fiches/alertes/nouvelle/?q=informaticien",
    "dites-nous": "/fiches/dites-nous/?q=introuvable",
    "connexion": "/compte/connexion/",
    "inscription": "/compte/inscription/",
    "mot-de-passe": "/compte/mot-de-passe/oublie/",
    "criteres": "/criteres/",
    "404": "/nulle-part/",
}


@pytest.fixture
def site(live_server, settings):
    """A site with one sheet found, one with changes asked."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.MAP_TILES_URL = f"{live_server.url}/static/{{z}}/{{x}}/{{y}}.png"
    call_command("starter_site", verbosity=0)
    brest = TerritoryFactory(name="Brest", code="29019", placed=True)
    PracticeFactory(published=True, lead=brest)
    call_command("rebuild_index", verbosity=0)
    return live_server.url


@pytest.fixture
def member(site):
    return MembershipFactory(territory=TerritoryFactory(name="Luzy", code="58149"), confirmed=True).user


def faults(page, address, run):
    response = page.goto(address)
    assert response.ok or "nulle-part" in address, address
    page.evaluate(AXE)
    return page.evaluate(run)


def all_faults(page, addresses, run=RUN):
    """By page and width, what axe finds."""
    found = {}
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in addresses.items():
            problems = faults(page, address, run)
            if problems:
                found[name, width] = problems
    return found


def test_axe_sees_a_fault(page, site):
    page.goto(site)
    page.evaluate("document.querySelector('input[name=q]').removeAttribute('id')")
    page.evaluate(AXE)

    assert [name for name, _ in page.evaluate(RUN)] == ["label"]


def test_public_pages_have_no_fault(page, site):
    sheet = PracticePage.objects.get().url

    assert all_faults(page, {name: site + path for name, path in (PUBLIC | {"fiche": sheet}).items()}) == {}


def test_town_pages_have_no_fault(page, site, member, client):
    territory = member.memberships.get().territory
    asked, waiting = (PracticeFactory(lead=territory, owner=member) for _ in range(2))
    for practice in (asked, waiting):
        submit(practice, user=member)
    decide(asked, user=ModeratorFactory(), verdict=Verdict.CHANGES, reason="Précisez le coût.")
    Comment.objects.create(page=asked, user=ModeratorFactory(), contentpath="need", text="Depuis quand ?")
    asked.title = "Partager une informaticienne"
    asked.save_revision(user=member)
    attach(asked, user=member, uploads=[upload("note.pdf", PDF), upload("plan.png", image())])
    reused = PracticePage.objects.get(lead__code="29019")
    ReuseFactory(practice=reused, changes="À deux.", year=2025)
    bearing = PracticeFactory(published=True, co_bearers=[territory]).bearings.get()
    question = QuestionFactory(practice=old_sheet(lead=territory), silent=True)
    answered = QuestionFactory(practice=old_sheet(lead=territory), answered=True)
    named = PracticeFactory(lead=territory, co_bearers=[TerritoryFactory(), TerritoryFactory()])
    named.bearings.filter(pk=named.bearings.first().pk).update(answer=Answer.CONFIRMED)
    client.force_login(member)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    addresses = {
        "mon-espace": reverse("practices:my_practices"),
        "rejoindre": reverse("practices:join"),
        "personnes": reverse("practices:people", args=[territory.code]),
        "mon-compte": reverse("account"),
        "seconde-preuve": reverse("mfa_index"),
        "nouvelle": reverse("practices:create"),
        "corriger": reverse("practices:edit", args=[asked.pk]),
        "nouvelles-lignes": reverse("practices:step", args=[asked.pk, StepConverter.SHARED["resultats"]]),
        "moyens": reverse("practices:step", args=[asked.pk, StepConverter.SHARED["moyens"]]),
        "relire": reverse("practices:submit", args=[asked.pk]),
        "portee": reverse("practices:bearing", args=[bearing.pk]),
        "toujours-en-service": reverse("practices:still_running", args=[question.practice_id]),
        "toujours-en-service-repondu": reverse("practices:still_running", args=[answered.practice_id]),
        "fiche-sans-nouvelle": question.practice.url,
        "associees": reverse("practices:co_bearers", args=[named.pk]),
        "lien-a-envoyer": reverse("practices:bearing_address", args=[named.pk, named.bearings.last().pk]),
        "reprendre": reverse("practices:reuse", args=[reused.slug]),
        "signaler": reverse("practices:report", args=[reused.slug]),
        "fiche-reprise": reused.url,
        "fichiers": reverse("practices:files", args=[asked.pk]),
        "en-relecture": reverse("practices:edit", args=[waiting.pk]),
        "echanges": reverse("practices:conversation", args=[asked.pk]),
        "remarques": reverse("practices:remarks", args=[asked.pk]),
        "historique": reverse("practices:history", args=[asked.pk]),
        "mes-adresses": reverse("account_email"),
        "mes-courriels": reverse("practices:mail_choices"),
        "arret-de-courriels": urlsplit(stop_link(member, Kind.REUSES)).path,
    }

    assert all_faults(page, {name: site + path for name, path in addresses.items()}) == {}


def test_pages_of_an_interview_have_no_fault(page, site, client):
    interview, other = begin_interview(), begin_interview()
    write_from(interview)
    links = [token_of(send(one, user=one.moderator)) for one in (interview, other)]
    decline(other.practice, signatory=holder(send(other, user=other.moderator)), reason="Non.")
    Interview.objects.filter(pk=other.pk).update(moderator=interview.moderator)
    client.force_login(interview.moderator)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    begin, key = reverse("practices:begin_interview"), interview.practice_id
    addresses = {
        "entretiens": reverse("practices:interviews"),
        "commencer": f"{begin}?q={interview.practice.lead.code}",
        "entretien": reverse("practices:interview", args=[key]),
        "decline": reverse("practices:interview", args=[other.practice_id]),
        "ecrire": reverse("practices:edit", args=[key]),
        "relire": reverse("practices:submit", args=[key]),
    }
    names = ("read", "edit", "submit", "files", "decline")
    addresses |= {f"lien-{name}": reverse(f"interviews:{name}", args=[links[0]]) for name in names}

    assert all_faults(page, {name: site + path for name, path in addresses.items()}) == {}


def test_desk_has_no_fault(page, site, member, client):
    lead, moderator = member.memberships.get().territory, ModeratorFactory()
    free, taken, returned, double = (PracticeFactory(lead=lead) for _ in range(4))
    for practice in (free, taken, returned):
        submit(practice, user=member)
    ReviewTaskState.objects.filter(assignment__practice=free).update(
        started_at=datetime(2025, 1, 2, tzinfo=UTC)
    )
    Look.keep(free, free.latest_revision_id, [(double, 80, "Même titre")])
    glance_at(free)
    take(taken, user=moderator)
    ReportFactory(email="lectrice@exemple.fr")
    IndexEntry.objects.create(key=double.pk, tries=PARKED_FROM, error="refused")
    decide(returned, user=moderator, verdict=Verdict.CHANGES, reason="Précisez le coût.")
    client.force_login(moderator)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    addresses = {
        "bureau": reverse("desk"),
        "journal": reverse("desk_audit"),
        "theme": reverse("practices_merge_theme", args=[ThemeFactory().pk]),
        "filtre": f"{reverse('desk')}?region=53&age=rien",
        "vide": f"{reverse('desk')}?queue=aux-autres",
        "rendues": f"{reverse('desk')}?queue=chez-les-collectivites",
        "lire": reverse("desk_read", args=[free.pk]),
        "lire-rendue": reverse("desk_read", args=[returned.pk]),
        "confier": reverse("desk_give", args=[taken.pk]),
        "a-traiter": reverse("desk_to_do"),
        "signalements": reverse("practices_reports"),
        "absentes": reverse("search_unindexed"),
    }

    found = all_faults(page, {name: site + path for name, path in addresses.items()}, RUN_IN_ADMIN)

    assert found == {}
