"""What must be right before the site is open to all."""

from django.core.checks import Warning as CheckWarning
from django.core.checks import register
from django.db import DatabaseError

from .models import PracticePage


@register("practices", deploy=True)
def check_no_example_is_live(app_configs, **kwargs):
    """A real site shows no sheet that was made up. Says nothing while there is no database yet."""
    try:
        count = PracticePage.objects.live().examples().count()
    except DatabaseError:
        return []
    if not count:
        return []
    return [
        CheckWarning(
            f"Des fiches d’exemple inventées sont en ligne ({count}).",
            hint="Retirez-les\u00a0: manage.py remove_examples.",
            id="practices.W001",
        )
    ]
