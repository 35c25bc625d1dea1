from allauth.account.models import EmailAddress
from django.db.models.signals import post_save
from django.dispatch import receiver

from .memberships import vouch
from .models import EmailDomain, Membership, Territory
from .signals import territories_changed


@receiver(post_save, sender=Territory)
def tell_of_a_corrected_territory(instance, created, **kwargs):
    if not created:
        territories_changed.send(sender=Territory, pks=[instance.pk])


@receiver(post_save, sender=EmailDomain)
def let_in_who_waited_for_the_domain(instance, **kwargs):
    vouch(Membership.objects.for_territory(instance.territory_id))


@receiver(post_save, sender=EmailAddress)
def let_in_who_has_confirmed_an_address(instance, **kwargs):
    if instance.verified:
        vouch(Membership.objects.for_user(instance.user))
