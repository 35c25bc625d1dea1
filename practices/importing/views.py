"""The import of sheets in Wagtail's admin, for moderators: a file, its dry run, the import."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import rules
from .errors import UnreadableFile
from .forms import ImportForm
from .jobs import Job
from .template import template_bytes

TITLE = "Importer des fiches"
HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": "Accueil"}


class StartView(WagtailAdminTemplateMixin, FormView):
    """Takes the file; one that cannot be read at all comes back with the reason beside the field."""

    form_class = ImportForm
    template_name = "practices/importing/start.html"
    page_title = TITLE
    header_icon = "upload"
    breadcrumbs_items = [HOME, {"url": "", "label": TITLE}]

    def dispatch(self, request, *args, **kwargs):
        _require_moderator(request.user)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        options = {name: form.cleaned_data[name] for name in ("source", "update", "lenient")}
        try:
            job = Job.create(form.cleaned_data["file"], user=self.request.user, **options)
        except UnreadableFile as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect("practices_import_job", token=job.token)


@require_http_methods(["GET", "HEAD", "POST"])
def import_job(request, token):
    """The report of a kept file. A POST starts the import of its good lines, once; the page then goes on."""
    _require_moderator(request.user)
    job = Job.find(token, user=request.user)
    if job is None:
        raise Http404
    if request.method == "POST":
        job.start_import()
        return redirect("practices_import_job", token=token)
    job.advance(user=request.user)
    start = {"url": reverse("practices_import"), "label": TITLE}
    context = {
        "job": job,
        "report": job.report,
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "upload",
        "breadcrumbs_items": [HOME, start, {"url": "", "label": job.state["name"]}],
    }
    return TemplateResponse(request, "practices/importing/job.html", context)


@require_safe
def import_template(request, suffix):
    """The empty file, CSV or XLSX."""
    _require_moderator(request.user)
    content, content_type = template_bytes(suffix)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="modele-fiches.{suffix}"'
    return response


def _require_moderator(user):
    if not rules.is_moderator(user):
        raise PermissionDenied
