from django.contrib.auth import get_user_model

from practices.mails import send
from practices.territories.models import Membership


def practice_reused(reuse):
    """To the people of the collectivity that leads the sheet."""
    practice = reuse.practice
    members = Membership.objects.confirmed().for_territory(practice.lead_id).values("user")
    users = get_user_model().objects.filter(pk__in=members)
    send("reused", users, reuse=reuse, practice=practice, address=f"{practice.full_url}#filiation")
