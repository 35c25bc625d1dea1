"""The end of an account: the person goes, what the collectivity said stays."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction

from practices.territories.memberships import leave
from practices.territories.models import Membership
from search.alerts.models import SavedSearch


@transaction.atomic
def close(user):
    """Remove the account and all that is the person's own; sheets, messages and decisions lose their name.

    Memberships end first, so that the collectivity is never left without a referent. Raises ValidationError
    for an administrator: another one closes that account, so that the site always has somebody.
    """
    if user.is_superuser:
        raise ValidationError("Un compte d’administration se ferme depuis l’administration, par un autre.")
    for membership in Membership.objects.confirmed().for_user(user).select_related("territory", "user"):
        leave(membership)
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    SavedSearch.objects.filter(user=None, email__in=[address.lower() for address in addresses]).delete()
    user.delete()
