"""What is said of each file of a draft, by the file's key; and what to keep when two people write."""

OF_ATTACHMENT = ("title", "kind", "language", "credit")


def texts_of(draft) -> dict[str, dict]:
    """The fields and their values; of the picture, its title is what it shows."""
    said = {
        row.file.key: {name: getattr(row, name) for name in OF_ATTACHMENT} for row in draft.attachments.all()
    }
    if draft.image:
        said[draft.image.key] = {"title": draft.image_alt, "credit": draft.image_credit}
    return said


def write_texts(draft, texts):
    """Set what is given, leave the rest; files that the draft does not hold are ignored."""
    rows = list(draft.attachments.all())
    for row in rows:
        for name, value in texts.get(row.file.key, {}).items():
            setattr(row, name, value)
    draft.attachments = rows
    if draft.image:
        of_picture = texts.get(draft.image.key, {})
        draft.image_alt = of_picture.get("title", draft.image_alt)
        draft.image_credit = of_picture.get("credit", draft.image_credit)


def merged(typed, *, shown, now) -> tuple[dict, dict]:
    """What to write of the texts `typed` on a page that showed `shown`, and what others wrote there since.

    A field left as it was shown is not written; one that holds something else by now is not written over. A
    field that the page does not say it showed is taken as it is now.
    """
    written, theirs = {}, {}
    for key, held in now.items():
        seen = held | shown.get(key, {})
        changed = {name: value for name, value in typed.get(key, {}).items() if value != seen[name]}
        theirs[key] = {
            name: held[name] for name, value in changed.items() if held[name] not in (seen[name], value)
        }
        written[key] = {name: value for name, value in changed.items() if name not in theirs[key]}
    return written, {key: fields for key, fields in theirs.items() if fields}
