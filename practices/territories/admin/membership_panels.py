"""What is read, and not written, of a request to speak for a collectivity."""

from wagtail.admin.panels import FieldPanel

from ..models import Membership


def role_said(membership):
    """The role of a person, or the one that they will have once confirmed, read `with_referents()`."""
    if membership.is_confirmed:
        return membership.get_role_display()
    if membership.is_pending:
        return f"Sera {membership.role_to_be.label.lower()}"
    return ""


class PersonPanel(FieldPanel):
    """The name and the address, which helps to recognise whom the person works for."""

    def format_value_for_display(self, value):
        return f"{value}, {value.email}"


class RolePanel(FieldPanel):
    class BoundPanel(FieldPanel.BoundPanel):
        @property
        def value_from_instance(self):
            return role_said(Membership.objects.with_referents().get(pk=self.instance.pk))

        def is_shown(self):
            return super().is_shown() and bool(self.value_from_instance)
