"""The thesaurus in force, kept in the process: a moderator’s change needs no restart."""

from django.db.models import Count, Max

from ..models import Synonym
from ..refreshed import Refreshed
from .thesaurus import Thesaurus


class CurrentThesaurus(Refreshed):
    def __init__(self, **options):
        super().__init__(Thesaurus(), **options)

    def state(self):
        return Synonym.objects.aggregate(lines=Count("pk"), last=Max("changed_at"))

    def make(self):
        return Thesaurus(line.expressions for line in Synonym.objects.all())


current = CurrentThesaurus()
