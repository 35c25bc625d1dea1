"""Themes and programmes as facets name them, kept in the process: every page of results reads them."""

from practices.models import Programme, Theme

from .refreshed import Refreshed


class CurrentVocabulary(Refreshed):
    """The values and labels of some rows, in the order of the page."""

    def __init__(self, rows, **options):
        super().__init__((), **options)
        self.rows, self._read = rows, ()

    def state(self):
        self._read = tuple(self.rows())
        return self._read

    def make(self):
        return self._read


themes = CurrentVocabulary(lambda: Theme.objects.in_tree_order().values_list("path", "name"))
programmes = CurrentVocabulary(lambda: Programme.objects.values_list("slug", "name"))
