"""Who is asked: the people who speak for the collectivity; where it has none, the contact of the sheet."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser

from practices.mails import members_of


@dataclass(frozen=True)
class Recipient:
    """An address, and whose it is; None for the contact of a sheet."""

    address: str
    user: AbstractBaseUser | None = None


def members(lead_id) -> list[Recipient]:
    """The people of a collectivity, by its key."""
    return [Recipient(user.email, user) for user in members_of(lead_id).order_by("pk") if user.email]


def contact(practice) -> list[Recipient]:
    """Whom the sheet names."""
    return [Recipient(practice.contact_email)] if practice.contact_email else []
