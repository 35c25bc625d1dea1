"""In whose name a version is kept: an account's or, without one, the collectivity's by its link."""

from .interviews.versions import WRITTEN, written_by_link


def account_of(writer):
    """What a row may point at; None for whoever holds a link."""
    return writer if writer.is_authenticated else None


def keep_version(draft, *, writer, **how):
    """Keep the draft as a version, with its author in the history."""
    account = account_of(writer)
    return draft.save_revision(user=account, log_action=True if account else WRITTEN, clean=False, **how)


def is_author(writer, version, practice) -> bool:
    """Whether this writer wrote this version; all that comes by the link is of one hand."""
    if account_of(writer):
        return version.user_id == writer.pk
    return version.pk in written_by_link(practice)
