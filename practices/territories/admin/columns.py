"""Columns of the admin's lists that act on their line."""

from django.middleware.csrf import get_token
from wagtail.admin.ui.tables import Column


class PostingColumn(Column):
    """Its cell holds a form, which brings back to the same list: `csrf_token` and `next` are there for it."""

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return context | {"csrf_token": get_token(request), "next": request.get_full_path()}
