"""Vocabularies that are used stay, from the page of one line and from the list of many."""

from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db.models import ProtectedError
from django.urls import reverse

from practices.answering.answering import answer
from practices.answering.models import ReusableText, TextUse
from practices.checklist.checking import check
from practices.checklist.models import Check
from practices.models import Criterion
from practices.models.review import Verdict
from practices.review import submit
from tests.factories.practices import PracticeFactory, ProgrammeFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client, moderator):
    """A browser of a moderator who may delete all of them."""
    codenames = [f"delete_{name}" for name in ("theme", "programme", "criterion", "reusabletext")]
    moderator.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(moderator)
    return client


@pytest.fixture
def makers(territory, member, moderator):
    """By name, what makes a line that something uses."""

    def sheet(**fields):
        return submit(PracticeFactory(lead=territory, **fields), user=member)

    def theme():
        theme = ThemeFactory()
        sheet(themes=[theme])
        return theme

    def programme():
        programme, practice = ProgrammeFactory(), sheet()
        practice.programmes.set([programme])
        practice.save()
        return programme

    def criterion():
        criterion, practice = Criterion.objects.create(name="Utile"), sheet()
        review = practice.current_workflow_task_state.pk
        check(practice, user=moderator, review=review, met=[criterion.pk])
        return criterion

    def text():
        text = ReusableText.objects.create(name="Merci", text="Merci.")
        answer(sheet(), user=moderator, verdict=Verdict.CHANGES, message="Merci.", texts=[text])
        return text

    return {"theme": theme, "programme": programme, "criterion": criterion, "text": text}


def one(line):
    return reverse(line.snippet_viewset.get_url_name("delete"), args=[line.pk])


def many(*lines):
    args = [lines[0]._meta.app_label, lines[0]._meta.model_name, "delete"]
    return reverse("wagtail_bulk_action", args=args) + "?" + "&".join(f"id={line.pk}" for line in lines)


@pytest.mark.parametrize("address", [one, many])
@pytest.mark.parametrize("name", ["theme", "programme", "criterion", "text"])
def test_what_is_used_is_not_deleted_by_moderators_who_are_told(keeper, makers, name, address):
    used = makers[name]()

    response = keeper.post(address(used))

    assert type(used).objects.filter(pk=used.pk).exists()
    [said] = [unescape(str(message)) for message in get_messages(response.wsgi_request)]
    assert said == f"«\u00a0{used}\u00a0» n’est pas supprimé. {used.IN_USE}"


@pytest.mark.parametrize("address", [one, many])
def test_what_is_unused_is_deleted_by_moderators(keeper, address):
    unused = [
        ThemeFactory(),
        ProgrammeFactory(),
        Criterion.objects.create(name="Utile"),
        ReusableText.objects.create(name="Merci", text="Merci."),
    ]

    for line in unused:
        keeper.post(address(line))

    assert [line for line in unused if type(line).objects.filter(pk=line.pk).exists()] == []


def test_past_uses_hold_their_text_and_their_criterion(makers):
    for line in (makers["text"](), makers["criterion"]()):
        with pytest.raises(ProtectedError):
            line.delete()

    assert (TextUse.objects.count(), Check.objects.count()) == (1, 1)
