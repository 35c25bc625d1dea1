from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from practices.territories.models import Membership

from ..desk import desk_of


@login_required
def my_practices(request):
    """The sheets of the person's collectivities, what is asked of them, and where to go on."""
    memberships = Membership.objects.for_user(request.user).select_related("territory").order_by("created_at")
    represented = [membership.territory.name for membership in memberships if membership.is_confirmed]
    context = {
        "desk": desk_of(request.user),
        "memberships": memberships,
        "represented": " et ".join(", ".join(represented).rsplit(", ", 1)),
    }
    return render(request, "practices/my_practices.html", context)
