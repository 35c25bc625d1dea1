"""The fields of a sheet that a remark may be about, in the words of the town's form."""


def remarkable_fields():
    """(name, label), in the order of the steps: fields, lines of several, files."""
    from practices.remarks import label_of  # here, because they import the models
    from practices.steps import STEPS  # the same

    return [(name, label_of(name)) for step in STEPS for name in step.content_names()]
