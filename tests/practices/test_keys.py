"""A number that no key can be: the answer is « not found », at each address and in each form of ours."""

import pytest
from django.urls import get_resolver
from django.urls.converters import IntConverter

from portal.desk.forms import HandOverForm, TakeForm
from practices.answering.forms import TextsForm
from practices.checklist.forms import ChecklistForm
from practices.forms.writing import QuickForm
from practices.keys import KeyConverter
from practices.merging.forms import OtherForm
from practices.models import Theme
from practices.quality.forms import GiveForm
from practices.steps import STEPS
from practices.themes.forms import IntoForm
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
# Whose address, or whose query, `admin.hidden` reads.
HIDDEN_AT = (
    "/admin/pages/{}/",
    "/admin/pages/{}/edit/",
    "/admin/choose-page/{}/",
    "/admin/choose-page/chosen-multiple/?id={}",
)
OF_WAGTAIL = ("admin/api/", "admin/snippets/")  # it names the addresses of the views that we change there
TOO_LARGE = "9" * 30
OTHERS = {"step": next(step.slug for step in STEPS if step.view == "practices:step"), "str": "x", "slug": "x"}


def patterns_of_ours(patterns, prefix="", converters=()):
    """(path, converters) of every address of ours that holds a number."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        known = {**dict(converters), **pattern.pattern.converters}
        if hasattr(pattern, "url_patterns"):
            yield from patterns_of_ours(pattern.url_patterns, path, known)
        elif _is_ours(path, pattern.callback) and _numbers(known):
            yield path, known


def _is_ours(path, view):
    module = getattr(view, "__wrapped__", view).__module__
    return module.startswith(("portal.", "search.", "practices.")) and not path.startswith(OF_WAGTAIL)


def _numbers(converters):
    return [one for one in converters.values() if isinstance(one, IntConverter)]


def test_numbers_in_our_addresses_are_keys():
    found = list(patterns_of_ours(get_resolver().url_patterns))

    assert len(found) > 30
    assert [
        path for path, known in found if not all(isinstance(one, KeyConverter) for one in _numbers(known))
    ] == []


def test_address_with_a_number_that_no_key_can_be_is_not_found(client):
    client.force_login(UserFactory(superuser=True))

    answers = {}
    for path, _ in patterns_of_ours(get_resolver().url_patterns):
        for kind, value in OTHERS.items():
            path = _filled(path, kind, value)
        address = "/" + _filled(path, "key", TOO_LARGE)
        answers[address] = {client.get(address).status_code, client.post(address).status_code}

    assert {address: codes for address, codes in answers.items() if codes != {404}} == {}


@pytest.mark.parametrize("address", HIDDEN_AT)
def test_page_of_wagtail_with_a_number_that_no_key_can_be_is_not_found(client, address):
    client.force_login(UserFactory(superuser=True))

    assert client.get(address.format(TOO_LARGE)).status_code == 404


def _filled(path, kind, value):
    while f"<{kind}:" in path:
        before, _, rest = path.partition(f"<{kind}:")
        path = before + value + rest.partition(">")[2]
    return path


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (TakeForm, "practices"),
        (TakeForm, "only"),
        (ChecklistForm, "met"),
        (ChecklistForm, "shown"),
        (TextsForm, "texts"),
        (GiveForm, "criteria"),
        (lambda data: HandOverForm(data, holder=None), "to"),
        (lambda data: IntoForm(data, theme=Theme()), "into"),
        (lambda data: QuickForm(data, user=UserFactory()), "lead"),
    ],
)
def test_choice_of_a_number_that_no_key_can_be_is_refused(make, name):
    assert name in make({name: [TOO_LARGE]}).errors or name in make({name: TOO_LARGE}).errors


@pytest.mark.parametrize("address", ["http://[::1", "//[", "\x00"])
def test_address_that_is_none_finds_no_other_sheet(address):
    assert "other" in OtherForm({"other": address}).errors
