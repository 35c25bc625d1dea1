"""Wrong settings fail at the start, with a sentence that says what to write."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register


@register()
def check_site_url(app_configs, **kwargs):
    """SITE_URL is the address of the site: every mail and feed is made with it."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme in ("http", "https") and parts.netloc and not parts.path:
        return []
    hint = "Write the address without a path or a slash at the end, as https://pratiques.example.fr."
    return [Error(f"SITE_URL is {settings.SITE_URL!r}.", hint=hint, id="portal.E001")]


@register()
def check_second_factor(app_configs, **kwargs):
    """A site in service asks its moderators, editors and administrators for a second factor."""
    if settings.REQUIRE_MFA or not settings.IN_SERVICE:
        return []
    hint = "Remove REQUIRE_MFA from the environment: it is on in production."
    return [Error("REQUIRE_MFA is off on a site in service.", hint=hint, id="portal.E002")]


@register()
def check_proconnect(app_configs, **kwargs):
    """ProConnect has its identifier and its secret, and is reached over TLS by a site in service."""
    if not settings.PROCONNECT_ISSUER:
        return []
    errors = []
    if not (settings.PROCONNECT_CLIENT_ID and settings.PROCONNECT_CLIENT_SECRET):
        hint = "Set PROCONNECT_CLIENT_ID and PROCONNECT_CLIENT_SECRET, or remove PROCONNECT_ISSUER."
        errors.append(Error("PROCONNECT_ISSUER stands alone.", hint=hint, id="portal.E003"))
    if settings.IN_SERVICE and urlsplit(settings.PROCONNECT_ISSUER).scheme != "https":
        hint = "Write the issuer as its configuration does, as https://auth.agentconnect.gouv.fr/api/v2."
        errors.append(Error("PROCONNECT_ISSUER is not https.", hint=hint, id="portal.E004"))
    return errors
