"""Wagtail's edit page: no stale form is saved, and nothing is decided about a sheet.

Wagtail refuses a stale version to its autosave only; a form that was open for an hour would replace the rest.
"""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from ..drafts import StaleVersion
from ..review import DecisionConflict
from ..status import latest_task_state
from . import deciding

KEPT = (
    "Rien n’est enregistré, et votre saisie est toujours dans ce formulaire. "
    "Lisez ce qui a changé\u00a0; si vous enregistrez de nouveau, votre saisie devient la dernière version, "
    "et l’autre reste dans l’historique."
)


class Fresh:
    """The edit form of a page: one that was open while somebody saved the page is refused, and comes back."""

    def form_valid(self, form):
        return self._refused(form) if self.is_out_of_date else super().form_valid(form)

    def form_invalid(self, form):
        return self._refused(form) if self.is_out_of_date else super().form_invalid(form)

    def _refused(self, form):
        """The form again with all that was typed. It no longer saves by itself: that is what was refused."""
        page = self.real_page_record.specific
        history = reverse("wagtailadmin_pages:history", args=[page.pk])
        button = messages.button(history, "Voir l’historique", new_window=True)
        messages.error(self.request, f"{self._reason(page)} {KEPT}", buttons=[button])
        form.restore_required_fields()
        self.has_unsaved_changes, self.autosave_enabled = True, False
        return self.render_to_response(self.get_context_data(), status=deciding.CONFLICT)

    def _reason(self, page):
        return StaleVersion(page)


class Guarded(Fresh):
    """What both views of the edit form of a sheet do with what is posted."""

    def post(self, request, *args, **kwargs):
        if "action-cancel-workflow" in request.POST:
            return deciding.withdraw(request, self.real_page_record.specific)
        if "action-workflow-action" in request.POST or "action-restart-workflow" in request.POST:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    @cached_property
    def is_out_of_date(self):
        """Also when the version to write over, though the last, was judged meanwhile."""
        return self._judgement is not None or super().is_out_of_date

    @cached_property
    def _judgement(self):
        written_over = self.request.POST.get("overwrite_revision_id")
        state = latest_task_state(self.real_page_record) if written_over else None
        return state if state and state.verdict and str(state.revision_id) == written_over else None

    def _reason(self, page):
        return DecisionConflict(self._judgement) if self._judgement else super()._reason(page)


class FreshFromTheFirst(Fresh):
    """Also for a page that had no version yet: its form names none. A sheet always has one."""

    @cached_property
    def is_out_of_date(self):
        names_one = self.request.POST.keys() & {"loaded_revision_id", "overwrite_revision_id"}
        return super().is_out_of_date if names_one else self.latest_revision is not None


class PageEditView(FreshFromTheFirst, EditView):
    pass


class PageRevertView(FreshFromTheFirst, RevisionsRevertView):
    pass


class SheetEditView(Guarded, EditView):
    pass


class SheetRevertView(Guarded, RevisionsRevertView):
    pass
