"""Wagtail's edit page of a sheet, as a browser uses it."""

import json

from bs4 import BeautifulSoup
from django.urls import reverse

from practices.models import PracticePage


def edit_url(practice):
    return reverse("wagtailadmin_pages:edit", args=[practice.pk])


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def opened(client, practice):
    """All that the edit page would post back untouched, hidden fields and versions included."""
    return fields_of(client.get(edit_url(practice)).content)


def fields_of(html):
    form = BeautifulSoup(html, "html.parser").find(id="page-edit-form")
    posted = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            chosen = field.select("option[selected]") or field.select("option")[:1]
            posted[field["name"]] = [option.get("value", "") for option in chosen]
        elif field.name == "textarea":
            posted[field["name"]] = field.text.removeprefix("\n")
        elif field.get("type") not in ("checkbox", "radio") or field.has_attr("checked"):
            posted[field["name"]] = field.get("value", "")
    return {name: value for name, value in posted.items() if "__prefix__" not in name}


def decision(name, comment="", **posted):
    """What a button of the edit page posts."""
    return {
        "action-workflow-action": "1",
        "workflow-action-name": name,
        "workflow-action-extra-data": json.dumps({"comment": comment}),
        **posted,
    }
