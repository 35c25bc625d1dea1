from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from practices.territories.models import Membership

from ..desk import desk_of
from ..forms.my_space import ShownForm
from ..mutualisation.models import Bearing
from ..vitality.models import Question


@login_required
def my_practices(request):
    """The sheets of the person's collectivities, or of the one chosen, what is asked, where to go on."""
    memberships = Membership.objects.for_user(request.user).with_referents()
    memberships = memberships.select_related("territory").order_by("created_at")
    choices = [membership.territory for membership in memberships if membership.is_confirmed]
    shown = ShownForm(request.GET, territories=choices).shown()
    represented = [territory.name for territory in choices]
    speaks_for = [shown] if shown else choices
    context = {
        "desk": desk_of(request.user, lead=shown),
        "bearings": _of_others(Bearing.objects.unanswered(), speaks_for),
        "borne": _of_others(Bearing.objects.confirmed().proposed(), speaks_for),
        "still_running": Question.objects.waiting().for_territories(speaks_for).select_related("practice"),
        "colleagues": Membership.objects.to_accept_by(request.user).for_territories(speaks_for),
        "memberships": memberships,
        "waiting": [membership for membership in memberships if membership.is_pending],
        "choices": choices,
        "shown": shown,
        "represented": " et ".join(", ".join(represented).rsplit(", ", 1)),
    }
    return render(request, "practices/my_practices.html", context)


def _of_others(bearings, territories):
    """The sheets of others that name one of these collectivities."""
    return bearings.for_territories(territories).select_related("practice__lead", "territory")
