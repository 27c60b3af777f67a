"""Every setting of the portal. What an office decides is data (see the set-up page), not a setting."""

import logging
from datetime import timedelta
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from civic import environment as read
from civic import logs
from intake import head_styles
from mailing.returns.names import PROVIDERS

BASE_DIR = read.BASE_DIR
DATA_DIR = Path(read.text("DATA_DIR", str(BASE_DIR / ".data"), ".data")).resolve()
EMBEDDED = read.embedded(DATA_DIR)

# --- Core -------------------------------------------------------------------------------------------------------------
DEBUG = read.yes_or_no("DEBUG", False)
SITE_URL = read.url("SITE_URL", f"http://localhost:{read.whole_number('PORT', 8000, 1, 65535)}", {"http", "https"}, "https://volunteer.example.org").rstrip("/")
SITE_HOST = SITE_URL.split("://", 1)[1].split(":")[0].split("/")[0]
DATABASE_URL = read.url("DATABASE_URL", EMBEDDED.get("database_url", ""), {"postgres", "postgresql"}, "postgres://user:password@host:5432/civic")
REDIS_URL = read.url("REDIS_URL", EMBEDDED.get("redis_url", ""), {"redis", "rediss", "sentinel", "unix"}, "redis://:password@host:6379/0")
EMAIL_URL = read.url("EMAIL_URL", "", {"smtp", "smtps", "smtp+tls"}, "smtp+tls://user:password@mail.example.org:587")
# The demonstration lives only in the database that `manage.py up` started itself.
DATABASE_IS_EMBEDDED = bool(DATABASE_URL) and EMBEDDED.get("database_url") == DATABASE_URL

SECRET_KEY = read.text("SECRET_KEY", EMBEDDED.get("secret_key", read.DEFAULT_SECRET), "a long random text")
if SECRET_KEY == read.DEFAULT_SECRET and DATABASE_URL and not DATABASE_IS_EMBEDDED and not DEBUG:
    raise ImproperlyConfigured("SECRET_KEY is the default one. Example: SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))')")

ALLOWED_HOSTS = [SITE_HOST, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "civic.urls"
WSGI_APPLICATION = "civic.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "civic.apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_htmx",
    "django_structlog",
    "import_export",
    "pgtrigger",
    "pghistory",
    "csp",
    "languages",
    "intake",
    "places",
    "people",
    "mailing",
    "sharing",
    "bookings",
    "donations",
    "events",
    "volunteers",
    "outreach",
    "civic",
]

MIDDLEWARE = [
    "civic.logs.RequestLog",
    "intake.middleware.RefuseMalformedRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "civic.pagecache.AnonymousPageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mailing.middleware.ForgetIdleBrowsers",
    "people.middleware.StaffSecondFactor",
    "civic.middleware.HistoryContext",
]

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
                "django.template.context_processors.i18n",
                "civic.context.portal",
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": read.env.db_url_config(DATABASE_URL or "postgres://none@127.0.0.1:1/none")}
DATABASES["default"].update(
    CONN_MAX_AGE=None,
    CONN_HEALTH_CHECKS=True,
    OPTIONS={
        **DATABASES["default"].get("OPTIONS", {}),  # what DATABASE_URL says, such as ?sslmode=verify-full
        "isolation_level": 1,
        "connect_timeout": 3,
        "options": r"-c default_transaction_isolation=read\ committed -c statement_timeout=30000 -c lock_timeout=10000",
    },  # 1: READ COMMITTED
)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
}
SESSION_ENGINE = "intake.sessions"
SESSION_COOKIE_NAME = "portal"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SAVE_EVERY_REQUEST = False

# --- People who sign in ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.OfficeRoleBackend"]
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letter to an address that somebody merely typed
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "people.adapter.StaffAccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"  # where it says that one is signed out
ACCOUNT_FORMS = {
    "login": "people.sign_in_forms.StaffSignInForm",
    "reauthenticate": "people.sign_in_forms.PasswordAgainForm",
    "reset_password": "people.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "people.sign_in_forms.ChosenPasswordForm",
    "change_password": "people.sign_in_forms.OtherPasswordForm",
}
MFA_ADAPTER = "people.adapter.StaffFactorAdapter"
MFA_FORMS = {
    "authenticate": "people.sign_in_forms.CodeForm",
    "reauthenticate": "people.sign_in_forms.CodeAgainForm",
    "activate_totp": "people.sign_in_forms.FirstCodeForm",
    "authenticate_webauthn": "people.forms.ShowKeyForm",
    "reauthenticate_webauthn": "people.forms.ShowKeyAgainForm",
    "add_webauthn": "people.forms.AddKeyForm",
    "edit_webauthn": "people.forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "Civic portal"
ALLAUTH_TRUSTED_PROXY_COUNT = read.whole_number("TRUSTED_PROXIES", 0, 0, 9)

# --- Languages and time -----------------------------------------------------------------------------------------------
LANG_INFO.update(
    {
        "ht": {"bidi": False, "code": "ht", "name": "Haitian Creole", "name_local": "Kreyòl ayisyen"},
        "kea": {"bidi": False, "code": "kea", "name": "Cabo Verdean Creole", "name_local": "kriolu"},
        "so": {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"},
    }
)
LANGUAGE_CODE = "en"
# Interface languages. Which of them the selector offers is the office's choice (set-up page) among those that are finished.
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "civic" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = read.time_zone("TIME_ZONE", "America/New_York")

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # every page names them by hash; the others would only be compressed twice
CRISPY_ALLOWED_TEMPLATE_PACKS = "uswds"
CRISPY_TEMPLATE_PACK = "uswds"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that templates/ may label the admin's controls

# --- Safety -----------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, head_styles.SOURCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
CSRF_FAILURE_VIEW = "civic.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Letters ----------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "mailing.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = read.address("MAIL_FROM", f"portal@{SITE_HOST}")
BOUNCE_MAILBOX_URL = read.url("BOUNCE_MAILBOX_URL", "", {"imaps", "imap+tls", "maildir"}, "imaps://user:password@imap.example.org/INBOX")
MAIL_PROVIDER = read.one_of("MAIL_PROVIDER", PROVIDERS)
MAIL_PROVIDER_KEY = read.env.str("MAIL_PROVIDER_KEY", "")
MAIL_PROVIDER_LOGIN = read.env.str("MAIL_PROVIDER_LOGIN", "")
if MAIL_PROVIDER:
    _view, _signing_key = PROVIDERS[MAIL_PROVIDER]
    read.require_a_secret(MAIL_PROVIDER, MAIL_PROVIDER_KEY, MAIL_PROVIDER_LOGIN, signs=bool(_signing_key))
EMAIL_TIMEOUT = 10  # seconds to connect, and for each SMTP answer
MAIL_LEASE = timedelta(seconds=90)  # renewed while a worker lives; a dead one is found within two minutes

# --- Celery: a bell, no more -----------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:1/0"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 230_000  # KiB
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_throttle": 1,
    "health_check_interval": 25,
    "socket_keepalive": True,
    "socket_connect_timeout": 5,
}
CELERY_TASK_DEFAULT_QUEUE = "mail"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
WAKE_UP_TIMEOUT = 0.5  # seconds a request may spend on ringing the bell

# --- History ----------------------------------------------------------------------------------------------------------
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)  # what is kept is in intake/history.py

# --- Logs: one line an event, no personal data (civic/logs.py) --------------------------------------------------------
LOGGING = logs.configuration(as_json=not DATABASE_IS_EMBEDDED, level=logging.WARNING if DATABASE_IS_EMBEDDED else logging.INFO)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_TASK_RETRY_LOG_LEVEL = logging.DEBUG
