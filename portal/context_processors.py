from django.conf import settings


def site(request):
    """What every page names: the portal. And what pages of accounts say of how one comes in."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "mfa_is_required": settings.REQUIRE_MFA,
        "proconnect_is_on": bool(settings.PROCONNECT_ISSUER),
    }
