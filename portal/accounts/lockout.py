"""Whose failures django-axes counts together."""


def login_name(request, credentials=None) -> str:
    """The e-mail that somebody tries to log in with, whichever form or backend names it."""
    credentials = credentials or {}
    name = credentials.get("email") or credentials.get("login") or credentials.get("username")
    return (name or request.POST.get("login") or "").strip().lower()
