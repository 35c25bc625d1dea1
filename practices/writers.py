"""Who writes on a sheet, and where its pages are for them: in « Mon espace », or behind a link."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse

from .interviews.signatory import Signatory


@dataclass(frozen=True)
class Pages:
    """Two sets of addresses with the same names; behind a link, the token stands for the sheet."""

    namespace: str = "practices"
    token: str = ""

    def url(self, name, practice, *args):
        """Raises NoReverseMatch where there is no such page."""
        return reverse(f"{self.namespace}:{name}", args=[self.token or practice.pk, *args])


OWN = Pages()


@dataclass(frozen=True)
class Writer:
    """What they may do is for the rules to say, which ask `user`."""

    user: AbstractBaseUser | Signatory
    pages: Pages = OWN

    @property
    def is_by_link(self):
        return bool(self.pages.token)
