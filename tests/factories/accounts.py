import factory
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model


class UserFactory(factory.django.DjangoModelFactory):
    """An ordinary account. `password` is what it logs in with."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    class Params:
        superuser = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"agent-{n}@mairie.example")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Martin-{n}")
    password = factory.django.Password("un mot de passe long")


def confirm_address(user, email=None):
    """The person reads the mail of this address, their own by default."""
    email = email or user.email
    return EmailAddress.objects.create(user=user, email=email, verified=True, primary=email == user.email)
