"""What the worker reads of each version in review, for the lines of the desk."""

import pytest
from django.core.management import call_command

from portal.desk.glancing import glance_at, glance_at_waiting
from portal.desk.models import Glance
from portal.management.commands.worker import prepare_desk
from practices.choices import Evidence
from practices.completeness import completeness_of
from practices.models import Indicator
from search.duplicates.models import Look
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


def test_glance_is_that_of_the_last_version(send):
    sheet = PracticeFactory(published=True)
    before = completeness_of(sheet).filled
    sheet.indicators = [Indicator(name="Pannes", before=12, after=3)]
    sheet.save_revision()

    glance = glance_at(send(sheet))

    assert (glance.filled, glance.evidence) == (before + 1, Evidence.MEASURED)
    assert glance.total == completeness_of(sheet).total
    assert 0 < glance.percent < 100


def test_each_version_is_read_once(send):
    sheet = send()
    PracticeFactory()  # a draft

    assert (glance_at_waiting(), glance_at_waiting()) == (1, 0)

    sheet.keywords = "corrigé par un modérateur"
    version = sheet.save_revision()
    assert (glance_at_waiting(), glance_at_waiting()) == (1, 0)
    assert Glance.objects.get().version == version.pk


def test_worker_prepares_the_desk(send):
    sheet = send()
    call_command("rebuild_index", verbosity=0)

    prepare_desk()

    assert (Glance.objects.get().practice, Look.objects.get().practice) == (sheet, sheet)
