import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Revision

from practices.archiving.archiving import archive, open_again
from practices.archiving.models import Archiving
from practices.models import PracticePage
from practices.review import submit
from practices.rules import can_edit
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory, published=True)


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def publish(version):
    Revision.objects.get(pk=version.pk).publish(skip_permission_checks=True)


def test_archived_sheet_stays_readable_with_the_reason_and_leaves_the_search(
    client, practice, member, moderator
):
    archive(practice, user=moderator, reason="Le service a fermé en 2025.")

    html = client.get(practice.url).content.decode()
    assert "Fiche archivée le" in html
    assert "Le service a fermé en 2025." in html
    assert not PracticePage.objects.findable().exists()
    assert not can_edit(member, fresh(practice))
    assert [sent.to for sent in mail.outbox] == [[member.email]]
    assert "Le service a fermé en 2025." in mail.outbox[0].body


def test_sheet_out_of_the_archives_is_found_again(practice, member, moderator):
    archive(practice, user=moderator, reason="Fermé.")

    open_again(practice, user=moderator)

    assert PracticePage.objects.findable().get() == practice
    row = Archiving.objects.get()
    assert (row.reason, row.by, row.ended_by) == ("Fermé.", moderator, moderator)
    assert fresh(practice).standing_archiving is None


def test_version_saved_while_archived_does_not_archive_again(practice, moderator):
    archive(practice, user=moderator, reason="Fermé.")
    version = fresh(practice).get_latest_revision_as_object().save_revision()
    open_again(practice, user=moderator)

    publish(version)

    assert not fresh(practice).is_archived


def test_version_saved_before_does_not_leave_the_archives(practice, moderator):
    version = fresh(practice).get_latest_revision_as_object().save_revision()
    archive(practice, user=moderator, reason="Fermé.")

    publish(version)

    assert fresh(practice).is_archived


def test_sheet_with_a_version_in_review_is_not_archived(practice, member, moderator):
    practice.save_revision(changed=True)
    submit(fresh(practice), user=member)

    with pytest.raises(ValidationError):
        archive(practice, user=moderator, reason="Fermé.")


def test_archiving_twice_and_opening_what_is_open_are_refused(practice, moderator):
    with pytest.raises(ValidationError):
        open_again(practice, user=moderator)
    archive(practice, user=moderator, reason="Fermé.")
    with pytest.raises(ValidationError):
        archive(practice, user=moderator, reason="Fermé.")


def test_archiving_is_refused_to_the_town_and_to_a_moderator_of_it(practice, member, territory):
    own = ModeratorFactory()
    MembershipFactory(user=own, territory=territory, confirmed=True)

    for user in (member, own):
        with pytest.raises(PermissionDenied):
            archive(practice, user=user, reason="Fermé.")


def test_page_asks_why_then_archives_then_opens(client, practice, moderator):
    client.force_login(moderator)
    address = reverse("practices_archive", args=[practice.pk])

    assert client.post(address, {"act": "archive", "reason": ""}).status_code == 400
    client.post(address, {"act": "archive", "reason": "Fermé."})
    assert fresh(practice).is_archived
    assert "Fermé." in client.get(address).content.decode()
    assert (
        "Sortir des archives"
        in client.get(reverse("wagtailadmin_pages:edit", args=[practice.pk])).content.decode()
    )
    client.post(address, {"act": "open"})
    assert not fresh(practice).is_archived


def form_of(client, address):
    """What the page would post."""
    form = BeautifulSoup(client.get(address).content, "html.parser").find("form", action=address)
    return {field["name"]: field.get("value", "") for field in form.select("[name]")}


def test_form_posted_twice_acts_once_and_tells_the_second_what_is_true(client, practice, moderator):
    client.force_login(moderator)
    address = reverse("practices_archive", args=[practice.pk])
    archiving = form_of(client, address) | {"reason": "Le service a fermé."}

    codes = [client.post(address, archiving).status_code]
    second = client.post(address, archiving)
    assert [*codes, second.status_code] == [302, 409]
    assert f"déjà archivée, par {moderator}" in told(second)
    assert "Le service a fermé." in told(second)  # to be copied
    assert fresh(practice).is_archived

    opening = form_of(client, address)
    codes = [client.post(address, opening).status_code]
    second = client.post(address, opening)
    assert [*codes, second.status_code] == [302, 409]
    assert f"n’est plus archivée\u00a0: {moderator} l’en a sortie" in told(second)
    assert not fresh(practice).is_archived
    assert Archiving.objects.count() == 1


def test_form_that_does_not_say_its_act_does_nothing(client, practice, moderator):
    client.force_login(moderator)

    answer = client.post(reverse("practices_archive", args=[practice.pk]), {"reason": "Fermé."})

    assert answer.status_code == 400
    assert "Cette page n’était plus à jour" in answer.content.decode()
    assert not fresh(practice).is_archived


def told(answer):
    return BeautifulSoup(answer.content, "html.parser").find(class_="nice-padding").text
