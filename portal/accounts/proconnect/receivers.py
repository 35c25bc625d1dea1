from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from allauth.socialaccount.models import SocialAccount
from django.dispatch import receiver


@receiver(password_reset)
def forget_whoever_took_the_address_first(user, **kwargs):
    """Who reads the mail takes the account over: who made it by asserting its address does not stay in."""
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        SocialAccount.objects.filter(user=user).delete()
