from django.conf import settings


def site(request):
    """What every page names: the portal. And what the login page says of the second factor."""
    return {"SITE_NAME": settings.SITE_NAME, "mfa_is_required": settings.REQUIRE_MFA}
