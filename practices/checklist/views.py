"""The criteria, for everybody: what a sheet must be to be published, and to bear the mark of quality."""

from django.shortcuts import render

from practices.models import Criterion
from practices.quality.models import QualityCriterion


def criteria(request):
    """All that moderators check, in their order."""
    of_mark = QualityCriterion.objects.all()
    return render(
        request, "checklist/criteria.html", {"criteria": Criterion.objects.all(), "of_mark": of_mark}
    )
