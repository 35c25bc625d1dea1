"""With two thousand sheets waiting the desk opens with as many queries as with one page, and stays light."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, TaskState, WorkflowState

from portal.desk.models import Glance
from practices.assignments.models import Assignment
from practices.choices import Evidence
from practices.importing.bulk import insert_sheets
from practices.models import PracticePage, ReviewTaskState
from practices.territories.planner import refresh_statistics
from search.duplicates.models import Likeness, Look
from tests.factories.practices import practice_index, review_workflow
from tests.factories.territories import TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY, ONE_PAGE = 2_000, 50
MOST_BYTES = 1_000_000
DESK = "/admin/bureau/"
FILTERS = "?region=53&population=commune-10000&type=commune&state=premier-envoi&age=semaine&sort=completes"


def queue_up(number):
    """That many sheets in review, each with its line and a likely double, written as rows."""
    leads = [TerritoryFactory() for _ in range(20)]
    index, task = practice_index(), review_workflow()
    sheets = [
        PracticePage(
            title=f"Partager un informaticien {uuid.uuid4().hex}",
            summary="Trois communes emploient ensemble un informaticien. " * 5,
            lead=leads[rank % len(leads)],
        )
        for rank in range(number)
    ]
    insert_sheets(index, sheets, publish=False)
    types = {
        "content_type": ContentType.objects.get_for_model(PracticePage),
        "base_content_type": ContentType.objects.get_for_model(Page),
    }
    workflow = index.get_workflow()
    flows = WorkflowState.objects.bulk_create(
        WorkflowState(object_id=str(sheet.pk), workflow=workflow, **types) for sheet in sheets
    )
    kind = ContentType.objects.get_for_model(ReviewTaskState)
    states = TaskState.objects.bulk_create(
        TaskState(workflow_state=flow, task=task, content_type=kind, revision_id=sheet.latest_revision_id)
        for flow, sheet in zip(flows, sheets, strict=True)
    )
    reviews = [ReviewTaskState(taskstate_ptr_id=state.pk) for state in states]
    fields = ReviewTaskState._meta.local_concrete_fields
    ReviewTaskState._base_manager._insert(reviews, fields=fields, using=DEFAULT_DB_ALIAS, raw=True)
    for flow, state in zip(flows, states, strict=True):
        flow.current_task_state = state
    WorkflowState.objects.bulk_update(flows, ["current_task_state"])
    pairs = list(zip(sheets, states, strict=True))
    Assignment.objects.bulk_create(Assignment(practice=sheet, review_id=state.pk) for sheet, state in pairs)
    Glance.objects.bulk_create(
        Glance(practice=sheet, version=0, filled=11, total=30, evidence=Evidence.DECLARED) for sheet in sheets
    )
    looks = Look.objects.bulk_create(Look(practice=sheet, version=0) for sheet in sheets)
    Likeness.objects.bulk_create(
        Likeness(look=look, other=sheets[0], score=80, reason="Titre presque identique")
        for look in looks
        if look.practice_id != sheets[0].pk
    )
    refresh_statistics(WorkflowState, TaskState, ReviewTaskState, Assignment, Glance, Look, Likeness)


def opened(desk, address):
    """Queries, bytes and answer of a second visit."""
    desk.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = desk.get(address)
    assert response.status_code == 200
    return len(queries), len(response.content), response


def test_desk_with_two_thousand_sheets(desk):
    first, last = DESK, f"{DESK}{FILTERS}&p={MANY // ONE_PAGE}"
    queue_up(ONE_PAGE)
    queries_before, filtered_before = (opened(desk, DESK + filters)[0] for filters in ("", FILTERS))
    queue_up(MANY - ONE_PAGE)

    queries, size, response = opened(desk, first)
    filtered, size_filtered, last_page = opened(desk, last)

    assert response.context["tabs"][0].count == MANY
    assert [len(page.context["lines"]) for page in (response, last_page)] == [ONE_PAGE, ONE_PAGE]
    assert (queries, filtered) == (queries_before, filtered_before)
    assert max(size, size_filtered) < MOST_BYTES
