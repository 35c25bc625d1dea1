"""What is the same everywhere. Works with no environment variable at all: one folder, no server."""

from pathlib import Path

from environs import Env

from portal import csp

env = Env()
BASE_DIR = Path(__file__).resolve().parents[2]

# The folder of everything that is written: database, search index, media.
VAR_DIR = Path(env.str("PORTAL_VAR", str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

SITE_NAME = "Pratiques communes"
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{env.int('PORT', 8000)}")
SECRET_KEY = env.str("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.accounts",
    "portal.accounts.proconnect",
    "portal.desk",
    "portal.desk.figures",
    "portal.pages",
    "search",
    "search.alerts",
    "search.duplicates",
    "search.misses",
    "practices",
    "practices.assignments",
    "practices.answering",
    "practices.archiving",
    "practices.audit",
    "practices.checklist",
    "practices.conversations",
    "practices.files",
    "practices.deletion",
    "practices.mailing",
    "practices.interviews",
    "practices.merging",
    "practices.quality",
    "practices.reports",
    "practices.reuse",
    "practices.mutualisation",
    "practices.opinions",
    "practices.territories",
    "practices.themes",
    "practices.vitality",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",  # the admin's own search; the site's is in search/
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "csp",
    "mailer",
    "django_filters",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.admin_door.AdminDoorMiddleware",
    "portal.accounts.second_factor.SecondFactorMiddleware",
    "practices.admin.hidden.HiddenSheetsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.csp.PolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]
# Our own templates render every Django form: see templates/django/forms/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A write transaction takes its lock at once (no dead end half-way); a power cut loses nothing committed.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Which search engine: chosen as Django chooses a cache.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", "")
if ELASTICSEARCH_URL:
    SEARCH_ENGINE = {
        "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
        "OPTIONS": {
            "hosts": [host.strip() for host in ELASTICSEARCH_URL.split(",")],
            "prefix": env.str("ELASTICSEARCH_PREFIX", "pratiques"),
        },
    }
else:
    SEARCH_ENGINE = {
        "BACKEND": "search.engines.tantivy.TantivyEngine",
        "OPTIONS": {"path": str(VAR_DIR / "index")},
    }

# The background that readers may ask for behind the map, as https://…/{z}/{x}/{y}.png; empty: no button.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")

# The antivirus of what towns send: clamd, as host:port or the path of its socket; empty: none.
CLAMD = env.str("CLAMD", "")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "practices:my_practices"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "signup": "portal.accounts.forms.SignupForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "add_email": "portal.accounts.forms.AddEmailForm",
}
# What matters is counted for all processes by portal.accounts.rations; allauth counts in each one's cache.
ACCOUNT_RATE_LIMITS = {
    **dict.fromkeys(("login", "login_failed", "signup", "reset_password", "reauthenticate")),
    "reset_password_from_key": "100/m/ip",  # a link that was mailed, then a new password
}

# A second factor, for whoever enters the admin; towns may choose one.
REQUIRE_MFA = env.bool("REQUIRE_MFA", False)
IN_SERVICE = False  # true behind a public address: see portal/checks.py
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
    "add_webauthn": "portal.accounts.forms.AddKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}  # there is nothing to guess
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # half a minute either way: clocks of telephones and servers differ
MFA_TRUST_ENABLED = False  # no browser is spared the second factor

# Sign-in by ProConnect, or by an OpenID provider that behaves as it does; no issuer: no button, no address.
PROCONNECT_ISSUER = env.str("PROCONNECT_ISSUER", "").rstrip("/")
PROCONNECT_CLIENT_ID = env.str("PROCONNECT_CLIENT_ID", "")
PROCONNECT_CLIENT_SECRET = env.str("PROCONNECT_CLIENT_SECRET", "")
PROCONNECT_LEVELS = env.list("PROCONNECT_LEVELS", [])  # values of acr that are let in; empty: all
PROCONNECT_PKCE = env.bool("PROCONNECT_PKCE", False)  # ProConnect refuses any parameter that it does not name
SOCIALACCOUNT_ADAPTER = "portal.accounts.proconnect.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address proves nothing: a link is made by who is logged in
SOCIALACCOUNT_STORE_TOKENS = False

TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
# Lock-out on (person, address), so that one colleague never locks out a whole town hall.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "portal.accounts.lockout.login_name"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "practices.limits.client_address"

# A mail is a row, written with what causes it; the worker sends it.
EMAIL_BACKEND = "mailer.backend.DbBackend"
MAILER_EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    _email = env.dj_email_url("EMAIL_URL")
    MAILER_EMAIL_BACKEND = _email["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 5  # seconds; short, because a mail is sent under the lock of its row
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Pratiques communes <ne-pas-repondre@localhost>")
MAILER_USE_FILE_LOCK = False
MAILER_EMAIL_MAX_RETRIES = 200
MAILER_EMAIL_LOG_MESSAGE_DATA = False

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/compte/connexion/"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_USER_TIME_ZONES = [
    TIME_ZONE,
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Miquelon",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the admin calls nothing outside
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []  # a video's address pasted in the admin would be asked for at its provider
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # allauth is the only door
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = "pdf odt ods odp docx xlsx pptx csv png jpg jpeg webp".split()
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "practices.files.library.CheckedDocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "practices.files.library.CheckedImageForm"
REVIEW_WORKING_DAYS = 10  # Monday to Friday; public holidays are not left out
OPINION_WORKING_DAYS = 5  # that an association has to answer another
# Whether the practice of a published sheet still runs: days from the publication, or the last answer, to the
# question; from the question to its reminder; from the reminder to the sheet saying that nobody answered.
STILL_RUNNING_DAYS, STILL_RUNNING_REMINDER_DAYS, STILL_RUNNING_SILENCE_DAYS = 365, 30, 30
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "practices.publication.publish_reviewed"
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a sheet with many steps and indicators in the admin

CONTENT_SECURITY_POLICY = {"DIRECTIVES": csp.PUBLIC}  # the admin has its own, see portal/csp.py
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "practices.views.saving.token_refused"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame; the public policy forbids frames
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it wants DENY
