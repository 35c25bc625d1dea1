"""Putting reusable texts in an answer under way: nothing typed is checked yet, and nothing is lost."""

from .forms import AnswerForm, RemarkFormSet, TextsForm


def with_texts(posted):
    """The form and the remarks as posted, with the ticked texts put in: to be shown, not to be saved."""
    form, remarks, ticked = AnswerForm(posted), RemarkFormSet(posted), TextsForm(posted)
    texts = list(ticked.cleaned_data["texts"]) if ticked.is_valid() else []
    message = [form["message"].value() or "", *(one.text for one in texts if not one.field)]
    rows = [{"field": row["field"].value(), "text": row["text"].value()} for row in _rows(remarks)]
    rows += [{"field": one.field, "text": one.text} for one in texts if one.field]
    initial = {
        "verdict": form["verdict"].value(),
        "version": form["version"].value(),
        "message": "\n\n".join(part for part in message if part.strip()),
        "used": {*form["used"].value(), *(one.pk for one in texts)},
    }
    return AnswerForm(initial=initial), RemarkFormSet(initial=rows)


def _rows(remarks):
    """Those that hold something; none when the count that the browser sends is spoilt."""
    forms = remarks.forms if remarks.management_form.is_valid() else []
    return [form for form in forms if form["text"].value() or form["field"].value()]
