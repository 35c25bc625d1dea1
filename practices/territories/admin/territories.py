"""Collectivities in the admin: the directory to consult, syndicats and partners abroad to add."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import redirect
from django.template.defaultfilters import yesno
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import (
    DeleteView,
    EditView,
    IndexView,
    InspectView,
    SnippetViewSet,
)

from .. import areas
from ..bands import spaced
from ..choices import TerritoryKind
from ..manual import MANUAL_KINDS
from ..matching import MAX_LENGTH
from ..models import Territory
from ..siren import clean_siren


class TerritoryPolicy(ModelPermissionPolicy):
    """Nobody changes or deletes a row of the official directory: the next load would undo it."""

    def user_has_permission_for_instance(self, user, action, instance):
        if instance.in_directory and action != "view":
            return False
        return super().user_has_permission_for_instance(user, action, instance)


class TerritoryForm(WagtailAdminModelForm):
    """A territory added by hand."""

    kind = forms.ChoiceField(label="Type", choices=[(kind.value, kind.label) for kind in MANUAL_KINDS])
    siren = forms.CharField(
        label="SIREN",
        required=False,
        max_length=20,
        help_text="Neuf chiffres, avec ou sans espaces. Obligatoire pour un syndicat.",
    )
    department_code = forms.ChoiceField(
        label="Département du siège",
        required=False,
        choices=[
            ("", "Aucun (hors de France)"),
            *[(code, f"{name} ({code})") for code, (name, _) in areas.DEPARTMENTS.items()],
        ],
    )

    def clean_siren(self):
        return clean_siren(self.cleaned_data["siren"]) if self.cleaned_data["siren"] else ""


class TerritoryFilters(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label="Type", choices=TerritoryKind.choices, widget=forms.CheckboxSelectMultiple
    )
    region_code = django_filters.MultipleChoiceFilter(
        label="Région", choices=list(areas.REGIONS.items()), widget=forms.CheckboxSelectMultiple
    )
    in_directory = django_filters.ChoiceFilter(
        label="Origine",
        choices=[("True", "Annuaire officiel"), ("False", "Ajoutée à la main")],
        empty_label="Toutes",
    )
    is_active = django_filters.ChoiceFilter(
        label="État", choices=[("True", "Active"), ("False", "Inactive")], empty_label="Toutes"
    )

    class Meta:
        model = Territory
        fields = ["kind", "region_code", "in_directory", "is_active"]


class TerritoryIndexView(IndexView):
    def search_queryset(self, queryset):
        """Search as the site does; a column that was clicked still decides the order."""
        if not self.is_searching:
            return queryset
        found = queryset.matching(self.search_query)
        return found.order_by(*queryset.query.order_by) if self.is_explicitly_ordered else found

    def get_edit_url(self, instance):
        return None if instance.in_directory else super().get_edit_url(instance)

    def get_delete_url(self, instance):
        return None if instance.in_directory else super().get_delete_url(instance)


class TerritoryEditView(EditView):
    def dispatch(self, request, *args, **kwargs):
        territory = self.get_object()
        if territory.in_directory:
            return redirect(reverse(self.inspect_url_name, args=[territory.pk]))
        return super().dispatch(request, *args, **kwargs)


class TerritoryInspectView(InspectView):
    """What is known of it; what is not is left out."""

    labels = {"population_text": "Population", "population_year_text": "Source", "place": "Lieu"}

    def get_field_label(self, field_name, field):
        return self.labels.get(field_name) or super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return yesno(value, "Oui,Non") if isinstance(value, bool) else value

    def get_fields_context(self):
        return [field for field in super().get_fields_context() if field["value"] not in (None, "")]


class TerritoryDeleteView(DeleteView):
    def dispatch(self, request, *args, **kwargs):
        if self.get_object().in_directory:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TerritoryChooserFilterForm(BaseFilterForm):
    q = forms.CharField(label="Nom, code INSEE ou SIREN", required=False, max_length=MAX_LENGTH)

    def filter(self, objects):
        objects = super().filter(objects)
        text = self.cleaned_data.get("q")
        if text:
            self.is_searching, self.search_query = True, text
            objects = objects.matching(text)
        return objects


class ActiveTerritories:
    """What can be chosen: active territories, the most populated first until something is typed."""

    filter_form_class = TerritoryChooserFilterForm
    ordering = [F("population").desc(nulls_last=True), "code"]

    def get_object_list(self):
        return super().get_object_list().active()


class TerritoryChooseView(ActiveTerritories, ChooseView):
    pass


class TerritoryChooseResultsView(ActiveTerritories, ChooseResultsView):
    pass


class TerritoryChooserViewSet(SnippetChooserViewSet):
    choose_view_class = TerritoryChooseView
    choose_results_view_class = TerritoryChooseResultsView


PANELS = [
    HelpPanel(
        "<p>Ajoutez ici ce que l’annuaire officiel ne contient pas\u00a0: syndicats, autres organismes, "
        "partenaires hors de France. Communes, intercommunalités, départements et régions viennent de "
        "l’annuaire et se mettent à jour avec lui.</p>"
    ),
    FieldPanel("kind"),
    FieldPanel("name"),
    FieldPanel("siren"),
    FieldPanel("department_code"),
    FieldPanel("country"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")])], heading="Population"
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading="Position sur la carte"
    ),
    FieldPanel("is_active"),
]


def _population(territory):
    return "" if territory.population is None else spaced(territory.population)


class TerritoryViewSet(SnippetViewSet):
    model = Territory
    icon = "site"
    menu_label = "Collectivités"
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "name",
        "kind",
        "code",
        "siren",
        "population_text",
        "population_year_text",
        "place",
        "postal_codes",
        "epci",
        "ept",
        "latitude",
        "longitude",
        "position_kind",
        "country",
        "is_active",
        "successor",
        "in_directory",
    ]
    index_view_class = TerritoryIndexView
    edit_view_class = TerritoryEditView
    delete_view_class = TerritoryDeleteView
    inspect_view_class = TerritoryInspectView
    chooser_viewset_class = TerritoryChooserViewSet
    filterset_class = TerritoryFilters
    search_fields = ["name"]  # shows the search box; the search itself is TerritoryIndexView’s
    list_display = [
        "__str__",
        Column("kind", label="Type", accessor="get_kind_display", sort_key="kind"),
        Column("population", label="Population", accessor=_population, sort_key="population"),
        Column("code", label="Code", sort_key="code"),
        BooleanColumn("is_active", label="Active", sort_key="is_active"),
    ]
    list_per_page = 50
    edit_handler = ObjectList(PANELS, base_form_class=TerritoryForm)
