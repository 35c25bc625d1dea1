"""What the templates of form fields need to know of a bound field."""

from django import forms, template

register = template.Library()

# What to do about an empty field, by its layout.
REQUIRED = {
    "text": "Écrivez une réponse.",
    "group": "Choisissez une réponse.",
    "file": "Joignez un fichier.",
    "checkbox": "Cochez cette case pour continuer.",
}
SHORT_WIDGETS = (forms.NumberInput, forms.DateInput, forms.TimeInput)


@register.filter
def kind(field):
    """How a field is laid out: hidden, checkbox, group (radios or boxes), file, fieldset or text."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "fieldset" if widget.use_fieldset else "text"


@register.filter
def control(field):
    """The control itself, with the classes of the design and tied to its hint, error and count."""
    attrs = {"class": _classes(field), "placeholder": False}  # a label says it already
    if described := described_by(field):
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


@register.filter
def described_by(field):
    """The ids of the hint, the error and the count that this field shows."""
    own = field.field.widget.attrs.get("aria-describedby", "")
    parts = [own] if own else []
    if field.help_text:
        parts.append(f"{field.auto_id}_helptext")
    if field.errors:
        parts.append(f"{field.auto_id}_error")
    if counted_length(field):
        parts.append(f"{field.auto_id}_count")
    return " ".join(parts)


@register.filter
def counted_length(field):
    """The longest text allowed, where a count is worth showing: in a text area."""
    widget = field.field.widget
    return widget.attrs.get("maxlength") if isinstance(widget, forms.Textarea) else None


@register.filter
def is_optional(field):
    """Whether to say « facultatif ».

    A draft may leave out what the review will ask for: such a form field carries `expected = True`.
    """
    return not getattr(field.field, "expected", field.field.required)


@register.filter
def anchor(field):
    """The id that a link of the error summary leads to: the control, or the first of a group."""
    return f"{field.auto_id}_0" if kind(field) in ("group", "fieldset") else field.auto_id


@register.filter
def messages(field):
    """The errors of a field; what is merely empty is asked for in our own words."""
    asked = REQUIRED.get(kind(field), REQUIRED["text"])
    if isinstance(field.field.widget, forms.Select):
        asked = REQUIRED["group"]
    default = forms.Field.default_error_messages["required"]
    return [asked if message == default else message for message in field.errors]


@register.filter
def error_count(form):
    return sum(len(errors) for errors in form.errors.values())


def _classes(field):
    widget = field.field.widget
    base = {"checkbox": "check__box", "file": "upload__input"}.get(kind(field), "input")
    classes = [base, widget.attrs.get("class", "")]
    if isinstance(widget, SHORT_WIDGETS) and not widget.attrs.get("class"):
        classes.append("input--short")
    return " ".join(filter(None, classes))
