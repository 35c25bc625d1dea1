"""What Wagtail's admin does to one sheet, one after the other: Wagtail alone takes no lock.

Each of its views reads the sheet and writes its whole row: two at once may leave a published sheet whose
review says otherwise. A view that reads under the lock sees what the other did.
"""

from functools import wraps

from django.db import transaction
from wagtail.admin.viewsets.pages import PageViewSet

from ..models import PracticeIndexPage, PracticePage
from .editing import SheetEditView, SheetRevertView

WITHOUT_LOCK = {"preview_on_edit"}  # it writes nothing but the session


class PracticeViewSet(PageViewSet):
    """Wagtail's views of a sheet, those that post under the lock of its row."""

    model = PracticePage
    parent_models = ()  # the list of sheets stays Wagtail's own
    edit_view_class = SheetEditView
    revisions_revert_view_class = SheetRevertView

    def get_view_by_name(self, name):
        view = super().get_view_by_name(name)
        return view if name in WITHOUT_LOCK else under_lock(view)


def under_lock(view):
    """The same view; what it posts is one transaction, which holds the row of the sheet from the start.

    The row of the index comes first, as in `drafts`: two sheets named at once would get one address.
    """

    @wraps(view)
    def locked_view(request, **kwargs):
        key = kwargs.get("page_id") or kwargs.get("page_to_move_id")
        if request.method != "POST" or key is None:
            return view(request, **kwargs)
        with transaction.atomic():
            PracticeIndexPage.objects.select_for_update().first()
            PracticePage.objects.select_for_update().filter(pk=key).first()
            return view(request, **kwargs)

    return locked_view
