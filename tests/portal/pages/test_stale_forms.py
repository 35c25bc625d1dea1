"""Two people on one page of the site: who saves second is told, and replaces nothing unawares."""

import pytest
from django.urls import reverse

from portal.pages import starter_site
from portal.pages.models import HomePage, StandardPage
from tests.factories.accounts import UserFactory
from tests.practices.admin.edit_page import edit_url, fields_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    starter_site.build()
    client.force_login(UserFactory(superuser=True))
    return client


@pytest.mark.parametrize("model", [HomePage, StandardPage])
@pytest.mark.parametrize("is_first", [True, False], ids=["without a version", "with one"])
def test_stale_publication_is_refused_and_sent_again_is_published(administrator, model, is_first):
    page = model.objects.first()
    if not is_first:
        page.save_revision().publish()
    form = opened(administrator, page) | {"title": "Le mien", "action-publish": "1"}
    page.title = "Celui d’une collègue"
    page.save_revision(user=UserFactory(first_name="Ana", last_name="Roy")).publish()

    refused = administrator.post(edit_url(page), form)

    assert refused.status_code == 409
    assert "Ana Roy a enregistré une version plus récente" in refused.text
    assert model.objects.get(pk=page.pk).title == "Celui d’une collègue"
    administrator.post(edit_url(page), fields_of(refused.content) | {"action-publish": "1"})
    assert model.objects.get(pk=page.pk).title == "Le mien"


def test_stale_form_through_the_address_of_an_old_version_is_refused(administrator):
    page = StandardPage.objects.first()
    old = page.save_revision()
    form = opened(administrator, page)
    page.title = "Celui d’une collègue"
    page.save_revision().publish()

    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])

    assert administrator.post(address, form | {"action-publish": "1"}).status_code == 409
    assert StandardPage.objects.get(pk=page.pk).title == "Celui d’une collègue"
