import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from practices.drafts import save_draft
from practices.files.attaching import attach, choose_picture, describe
from practices.models import PracticePage, Software
from practices.models import Step as PracticeStep
from practices.steps import STEPS, StepConverter
from tests.factories.practices import PracticeFactory, ProgrammeFactory
from tests.practices.files.made import PDF, image, upload

pytestmark = pytest.mark.django_db
SHARED = StepConverter.SHARED


def address(practice, slug):
    return reverse("practices:step", args=[practice.pk, SHARED[slug]])


def draft_of(practice):
    return PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()


def posted(town, practice, slug, **changes):
    """The form of a step as its page shows it, with changes."""
    return shown(town.get(address(practice, slug)).context["form"]) | changes


def shown(form):
    """What a browser posts of a page on which nothing was changed."""
    data = {field.html_name: field.value() for field in [*form.visible_fields(), *form.hidden_fields()]}
    for name, rows in form.rows.items():
        data |= {f"{name}-{key}": value for key, value in rows.management_form.initial.items()}
        data |= {field.html_name: field.value() for row in rows for field in row}
    return {name: value for name, value in data.items() if value is not None and value is not False}


@pytest.mark.parametrize("slug", SHARED)
def test_step_that_is_saved_as_shown_changes_nothing(town, territory, member, slug):
    practice = PracticeFactory(lead=territory)
    save_draft(
        practice,
        user=member,
        data={"investment": 0, "cost_sharing": "<p>Par <b>habitant</b></p>", "audiences": ["agents"]},
    )
    before = draft_of(practice).serializable_data()

    response = town.post(address(practice, slug), posted(town, practice, slug))

    assert response.url == address(practice, slug)
    assert draft_of(practice).serializable_data() == before


CHANGED = {
    "essentiel": {"title": "Autre"},
    "identite": {"keywords": "autre"},
    "qui": {"partners": "Autre"},
    "mutualisation": {"governance": "Autre"},
    "recit": {"setup_months": "3"},
    "moyens": {"staffing": "Autre"},
    "resultats": {"evaluation": "interne"},
    "reprise": {"advice": "Autre"},
}


@pytest.mark.parametrize("slug", [step.slug for step in STEPS if step.form])
def test_step_left_open_while_files_change_is_no_conflict(town, territory, member, slug):
    step = next(step for step in STEPS if step.slug == slug)
    practice = PracticeFactory(lead=territory)
    save_draft(
        practice,
        user=member,
        data={
            "investment": 0,
            "audiences": ["agents"],
            "software": [Software(name="Nextcloud", sort_order=0)],
            "steps": [PracticeStep(date="2024", title="Vote", sort_order=0)],
        },
    )
    data = shown(town.get(step.url(practice)).context["form"])

    attach(practice, user=member, uploads=[upload("note.pdf", PDF), upload("plan.png", image())])
    key = draft_of(practice).attachments.last().file.key
    describe(practice, user=member, texts={key: {"title": "Le plan", "credit": ""}})
    choose_picture(practice, user=member, key=key)
    response = town.post(step.url(practice), data | {"go_on": "1"} | CHANGED.get(slug, {}))

    assert response.status_code == 302
    assert draft_of(practice).image.key == key


def test_step_keeps_numbers_as_people_write_them(town, territory):
    practice, programme = PracticeFactory(lead=territory), ProgrammeFactory()
    changes = {
        "investment": "4\u202f500 €",
        "running_cost": "1 200",
        "staffing": "Un agent.",
        "programmes": [programme.pk],
    }

    town.post(address(practice, "moyens"), posted(town, practice, "moyens", **changes))

    draft = draft_of(practice)
    assert (draft.investment, draft.running_cost, draft.staffing) == (4500, 1200, "Un agent.")
    assert list(draft.programmes.all()) == [programme]


def test_step_adds_keeps_and_removes_lines(town, territory):
    practice = PracticeFactory(lead=territory)
    line = {"indicators-0-name": "Délai", "indicators-0-before": "12", "indicators-0-after": "3,5"}

    first = town.post(
        address(practice, "resultats"), posted(town, practice, "resultats", add="indicators", **line)
    )
    line = {"indicators-1-name": "Pannes", "indicators-1-date": "30/06/2026"}
    town.post(address(practice, "resultats"), posted(town, practice, "resultats", **line))

    assert first.url == f"{address(practice, 'resultats')}#lignes-indicators"
    told = [(row.name, row.after, row.date) for row in draft_of(practice).indicators.all()]
    assert told == [("Délai", Decimal("3.5"), None), ("Pannes", None, datetime.date(2026, 6, 30))]

    removal = posted(town, practice, "resultats", **{"indicators-0-DELETE": "on"})
    town.post(address(practice, "resultats"), removal)

    assert [row.name for row in draft_of(practice).indicators.all()] == ["Pannes"]


def test_step_says_what_is_wrong_in_a_line_and_keeps_all(town, territory):
    practice = PracticeFactory(lead=territory)
    line = {"indicators-0-before": "douze", "indicators-0-unit": "jours"}

    response = town.post(address(practice, "resultats"), posted(town, practice, "resultats", **line))

    html = response.content.decode()
    assert response.status_code == 400
    assert response.context["form"].problems == [
        ("id_indicators-0-name", "Indicateur 1, Ce qui est mesuré\u00a0: Dites ce qui est mesuré."),
        (
            "id_indicators-0-before",
            "Indicateur 1, Avant\u00a0: Écrivez un nombre en chiffres, par exemple 12 ou 3,5.",
        ),
    ]
    assert 'value="douze"' in html
    assert 'value="jours"' in html
    assert 'href="#id_indicators-0-before"' in html


@pytest.mark.parametrize(
    ("slug", "changes", "name", "sentence"),
    [
        ("moyens", {"investment": "beaucoup"}, "investment", "en chiffres, par exemple 4\u202f500"),
        ("moyens", {"investment": "9" * 30}, "investment", "Ce nombre est trop grand."),
        ("mutualisation", {"partners_until": "01/01/2020"}, "partners_until", "Donnez une date à venir."),
        ("recit", {"started_on": "01/01/2999"}, "started_on", "n’est pas encore passé"),
        ("qui", {"contact_phone_public": "on"}, "contact_phone", "Écrivez le numéro à afficher"),
        ("identite", {"audiences": ["personne"]}, "audiences", "Choisissez dans la liste."),
        ("moyens", {"programmes": ["999"]}, "programmes", "Ce programme n’existe plus."),
        ("qui", {"software-TOTAL_FORMS": ""}, "software", "Rechargez la page."),
    ],
)
def test_step_refuses_in_plain_french(town, territory, slug, changes, name, sentence):
    practice = PracticeFactory(lead=territory)

    response = town.post(address(practice, slug), posted(town, practice, slug, **changes))

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [name]
    assert sentence in response.context["form"].errors[name][0]


def test_steps_lead_from_one_to_the_next(town, territory):
    practice = PracticeFactory(lead=territory)

    response = town.post(address(practice, "identite"), posted(town, practice, "identite", go_on="1"))

    assert response.url == address(practice, "qui")
    html = town.get(response.url).content.decode()
    there = [step for step in STEPS if step.url(practice)]
    assert f"Étape&nbsp;3 sur&nbsp;{len(there)}&nbsp;: Avec qui" in html


def test_step_of_a_sheet_of_others_or_unknown_is_not_found(town):
    practice = PracticeFactory()

    assert town.get(address(practice, "moyens")).status_code == 404
    assert town.get(f"/mon-espace/fiches/{practice.pk}/nulle-part/").status_code == 404
