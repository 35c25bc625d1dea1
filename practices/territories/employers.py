"""What ProConnect said of the employer of a person: it proposes a collectivity, and vouches for nobody."""

from allauth.socialaccount.models import SocialAccount

from .models import Territory


def employers_of(user):
    """The collectivities whose SIREN came with the last sign-in of this person by ProConnect."""
    links = SocialAccount.objects.filter(user_id=user.pk)
    sirens = {data.get("siren") for data in links.values_list("extra_data", flat=True)} - {None, ""}
    return Territory.objects.active().filter(siren__in=sirens)
