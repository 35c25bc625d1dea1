"""What the address of the audit asks for."""

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from practices.audit.acts import label_of
from practices.audit.models import Entry
from practices.models import PracticePage

LARGEST_KEY = 2**63 - 1
User = get_user_model()


def _actions():
    """Those that stand in the audit, by their names."""
    found = Entry.objects.order_by().values_list("action", flat=True).distinct()
    return sorted(((action, label_of(action)) for action in found), key=lambda choice: choice[1])


def _day(**options):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(field_name="at", widget=widget, **options)


def _key(value):
    """The number that was typed; None for words."""
    return int(value) if value.isdecimal() and int(value) <= LARGEST_KEY else None


class AuditFilterSet(django_filters.FilterSet):
    """Narrows the lines of the audit; the form says what was not understood, then nothing is narrowed."""

    sheet = django_filters.CharFilter(label="Fiche (numéro ou titre)", method="filter_sheet")
    person = django_filters.CharFilter(label="Personne (numéro ou adresse)", method="filter_person")
    action = django_filters.ChoiceFilter(label="Acte", choices=_actions, empty_label="Tous")
    since = _day(label="Du", lookup_expr="date__gte")
    until = _day(label="Au", lookup_expr="date__lte")

    class Meta:
        model = Entry
        fields = []

    def filter_sheet(self, queryset, name, value):
        key = _key(value)
        if key is not None:
            return queryset.for_sheet(key)
        titled = PracticePage.objects.filter(Q(title__icontains=value) | Q(draft_title__icontains=value))
        return queryset.filter(practice__in=titled.values("pk"))

    def filter_person(self, queryset, name, value):
        key = _key(value)
        if key is not None:
            return queryset.for_person(key)
        people = User.objects.filter(email__icontains=value).values("pk")
        return queryset.filter(Q(user__in=people) | Q(person__in=people))
