"""One folder on a developer's machine."""

from .base import *

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only-not-a-secret"
ALLOWED_HOSTS = ["*"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
if not EMAIL_URL:
    MAILER_EMAIL_BACKEND = "portal.mail_to_read.EmailBackend"
