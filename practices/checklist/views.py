"""The criteria, for everybody: what a sheet must be before it is published."""

from django.shortcuts import render

from practices.models import Criterion


def criteria(request):
    """All that moderators check, in their order."""
    return render(request, "checklist/criteria.html", {"criteria": Criterion.objects.all()})
