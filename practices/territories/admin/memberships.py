"""Who asks to speak for a collectivity, and the moderators’ answer."""

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from ..choices import MembershipStatus
from ..memberships import confirm, refuse
from ..models import Membership
from ..rules import can_decide_membership
from .columns import PostingColumn
from .membership_panels import PersonPanel, RolePanel, role_said

WIDE = "wide-only"  # on a narrow screen the first column says it, so that the buttons are in sight


def _edit_url(membership):
    return reverse(Membership.snippet_viewset.get_url_name("edit"), args=[membership.pk])


class PersonColumn(TitleColumn):
    """The name, with what helps to recognise whom the person works for: their address, their function."""

    cell_template_name = "territories/admin/person_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"role": role_said(instance)}


class DecisionColumn(PostingColumn):
    """Two buttons, when this moderator may decide."""

    cell_template_name = "territories/admin/decision_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {
            "may_decide": can_decide_membership(parent_context["request"].user, instance),
            "may_confirm": instance.status != MembershipStatus.CONFIRMED,
            "may_refuse": instance.status != MembershipStatus.REFUSED,
        }


class MembershipFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label="État", choices=MembershipStatus.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Membership
        fields = ["status"]


class MembershipViewSet(SnippetViewSet):
    model = Membership
    icon = "group"
    menu_label = "Rattachements"
    add_to_admin_menu = False
    copy_view_enabled = False
    filterset_class = MembershipFilters
    search_fields = ["user__email", "user__last_name", "territory__name", "function"]
    list_display = [
        PersonColumn(
            "user",
            label="Compte",
            sort_key="user__last_name",
            get_url=_edit_url,
            get_title_id=lambda membership: f"snippet_{membership.pk}_title",
        ),
        Column("territory", label="Collectivité"),
        Column("role", label="Rôle", accessor=role_said, classname=WIDE),
        Column("status", label="État", accessor="get_status_display", sort_key="status", classname=WIDE),
        DateColumn("created_at", label="Demandé le", sort_key="created_at", classname=WIDE),
        DecisionColumn("decision", label="Décision"),
    ]
    panels = [
        PersonPanel("user", read_only=True),
        FieldPanel("territory", read_only=True),
        FieldPanel("function"),
        FieldPanel("status", read_only=True),
        RolePanel("role", read_only=True),
        FieldPanel("decided_by", read_only=True),
        FieldPanel("decided_at", read_only=True),
    ]

    def get_queryset(self, request):
        """Those who wait first, the oldest at the top."""
        waiting = Case(
            When(status=MembershipStatus.PENDING, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        memberships = Membership.objects.with_referents().select_related("user", "territory")
        return memberships.order_by(waiting, "created_at", "pk")


@require_POST
def confirm_membership(request, pk):
    membership = confirm(get_object_or_404(Membership, pk=pk), by=request.user)
    messages.success(request, f"{membership.user} peut maintenant agir pour {membership.territory}.")
    return _back(request)


@require_POST
def refuse_membership(request, pk):
    membership = refuse(get_object_or_404(Membership, pk=pk), by=request.user)
    messages.success(request, f"Le rattachement de {membership.user} à {membership.territory} est refusé.")
    return _back(request)


def _back(request):
    index = reverse(Membership.snippet_viewset.get_url_name("list"))
    return redirect(get_valid_next_url_from_request(request) or index)


class DecisionBulkAction(SnippetBulkAction):
    models = [Membership]
    template_name = "territories/admin/confirm_decisions.html"
    decide = None

    def check_perm(self, membership):
        return can_decide_membership(self.request.user, membership)

    def get_execution_context(self):
        return super().get_execution_context() | {"user": self.request.user}

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        for membership in objects:
            cls.decide(membership, by=user)
        return len(objects), 0

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"question": self.question, "answer": self.display_name}


class ConfirmBulkAction(DecisionBulkAction):
    display_name = "Confirmer"
    action_type = "confirm"
    aria_label = "Confirmer les rattachements choisis"
    question = "Ces personnes pourront agir pour leur collectivité\u00a0:"
    action_priority = 10
    decide = staticmethod(confirm)

    def get_success_message(self, num_parent_objects, num_child_objects):
        return f"Rattachements confirmés\u00a0: {num_parent_objects}."


class RefuseBulkAction(DecisionBulkAction):
    display_name = "Refuser"
    action_type = "refuse"
    aria_label = "Refuser les rattachements choisis"
    question = "Ces personnes ne pourront pas agir pour la collectivité\u00a0:"
    action_priority = 20
    classes = {"serious"}
    decide = staticmethod(refuse)

    def get_success_message(self, num_parent_objects, num_child_objects):
        return f"Rattachements refusés\u00a0: {num_parent_objects}."
