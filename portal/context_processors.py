from django.conf import settings


def site(request):
    """What every page names: the portal."""
    return {"SITE_NAME": settings.SITE_NAME}
