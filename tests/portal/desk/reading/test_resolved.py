"""Remarks that the town dealt with stay in sight of the moderators, folded."""

import pytest
from django.urls import reverse
from wagtail.models import Comment

from practices.remarks import resolve

pytestmark = pytest.mark.django_db


def test_resolved_remarks_are_folded_below_those_that_wait(desk, moderator, send):
    sheet = send()
    for text in ("Depuis quand ?", "Pour qui ?"):
        Comment.objects.create(page=sheet, user=moderator, contentpath="need", text=text)
    town = sheet.lead.memberships.get().user
    resolve(sheet, user=town, remark=Comment.objects.get(text="Pour qui ?").pk)

    response = desk.get(reverse("desk_read", args=[sheet.pk]))

    context = response.context
    said = {
        name: [(label, one.said[0].text) for label, one in context[name]] for name in ("remarks", "resolved")
    }
    assert said == {
        "remarks": [("Le besoin de départ", "Depuis quand ?")],
        "resolved": [("Le besoin de départ", "Pour qui ?")],
    }
    assert "<details><summary>1\u00a0remarque réglée</summary>" in response.text
