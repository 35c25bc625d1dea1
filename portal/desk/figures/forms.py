"""What the address of the page of figures asks for."""

from django import forms

from portal.typography import NBSP
from search.fields import TolerantChoice

DEFAULT = 12  # months
PERIODS = tuple((str(number), f"{number}{NBSP}mois") for number in (6, DEFAULT, 24, 36))


class PeriodForm(forms.Form):
    periode = TolerantChoice(label="Période", choices=PERIODS)

    @property
    def chosen(self) -> str:
        """A period that is not understood is the usual one."""
        asked = self.cleaned_data["periode"] if self.is_valid() else None
        return asked or str(DEFAULT)

    @property
    def months(self) -> int:
        return int(self.chosen)

    @property
    def dropped(self):
        """(value, reason) of what was not understood."""
        return self.fields["periode"].dropped
