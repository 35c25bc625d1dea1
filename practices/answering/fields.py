"""The fields of a sheet that a remark may be about, in the words of the town's form."""


def remarkable_fields():
    """(name, label), in the order of the form; the admin has no comment on rows of several lines."""
    from practices.remarks import label_of  # here, because they import the models
    from practices.steps import STEPS  # the same

    names = [name for step in STEPS if step.form for name in step.form.base_fields]
    rows = {name for step in STEPS if step.form for name in step.form.ROWS}
    told = {name for step in STEPS if step.form for name in step.form.content_names()}
    return [(name, label_of(name)) for name in names if name in told - rows]
