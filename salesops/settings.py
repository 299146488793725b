"""The settings: one file, from the environment only (salesops.env says what it reads and refuses)."""

from __future__ import annotations

import warnings
from typing import Any

import dj_email_url
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from salesops.env import BASE_DIR, read_environment, single_sign_on
from salesops.logs import logging_config
from salesops.rest import REST_FRAMEWORK as REST_FRAMEWORK
from salesops.rest import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS

# The library's notice about its successor; the version in use is a decision, pinned and recorded.
warnings.filterwarnings("ignore", message=".*django-fsm", category=UserWarning)

ENVIRONMENT = read_environment()

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = ENVIRONMENT.secret_key_fallbacks
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
SITE_URL = ENVIRONMENT.site_url
DATA_DIR = ENVIRONMENT.data_dir
MEDIA_ROOT = DATA_DIR / "files"
ANCHOR_DIR = DATA_DIR / "anchors"
ANCHOR_KEY = ENVIRONMENT.anchor_key
ROOT_URLCONF = "salesops.urls"
WSGI_APPLICATION = "salesops.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One line an app. Highest layer last; add your line when your package lands.
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_countries",
    "django_linear_migrations",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "rest_framework_api_key",
    # The plain AppConfig: the other one rewrites TEMPLATES behind our back.
    "template_partials.apps.SimpleAppConfig",
    "salesops.db",
    "salesops.audit",
    "salesops.outbox",
    "salesops.web",
    "salesops.users",
    "salesops.notifications",
    "salesops.accounts",
    "salesops.process",
    "salesops.territories",
    "salesops.reminders",
    "salesops.intake",
    "opportunities",
    "qualification",
    "approvals",
    "handoff",
    "salesops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "salesops.web.middleware.PrivateAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page needs a sign-in unless its view says otherwise; the API signs its own requests.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    # Outside whatever answers a refusal: what it writes stands in a transaction of its own.
    "salesops.audit.middleware.RefusalMiddleware",
    "salesops.users.middleware.ActorMiddleware",
    "salesops.web.middleware.TimeZoneMiddleware",
    "salesops.web.middleware.PageErrorMiddleware",
]

# One explicit loader chain. Two libraries that each wrapped it on their own left tags raw without an error.
_PLAIN_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
_LOADERS: list[Any] = _PLAIN_LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _PLAIN_LOADERS)]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", _LOADERS)],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.contrib.humanize.templatetags.humanize",
                "salesops.web.templatetags.formats",
                "salesops.web.templatetags.components",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "salesops.web.context.chrome",
                "salesops.users.context.frame",
            ],
        },
    }
]

# --- Database: a request may not hold the server for longer than this (reliability P29, P30) -----------------
DATABASES = ENVIRONMENT.connections()
# In PostgreSQL: it keeps which one-time codes were used, which a flushed or absent Valkey must not forget (P11).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "db_cache"}}

# --- Sign-in ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["salesops.users.services.sign_in.ThrottledBackend"]
MFA_FORMS = {
    "authenticate": "salesops.users.forms.CountedAuthenticateForm",
    "reauthenticate": "salesops.users.forms.CountedReauthenticateForm",
    "activate_totp": "salesops.users.forms.CountedActivateForm",
    "add_webauthn": "salesops.users.forms.NewPasskeyForm",
    "login_webauthn": "salesops.users.forms.CountedPasskeyForm",
}
MFA_ADAPTER = "salesops.users.services.second_factor.SealedMFAAdapter"
MFA_RATE_LIMITS = False  # counted by salesops.users, too: theirs would stop an office behind one address
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are those people were taken in with; nobody types their own
MFA_TOTP_ISSUER = "salesops"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "salesops.web.views.csrf_failure"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "salesops.users.handlers.ClosedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "salesops.users.handlers.ClosedSocialAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds a confirmation counts before it is asked for again (P34)
ACCOUNT_FORMS = {"reset_password": "salesops.users.forms.CountedResetForm"}
ACCOUNT_RATE_LIMITS = False  # its counters are not atomic; salesops.users counts sign-ins itself (reliability P23)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.production
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": single_sign_on(ENVIRONMENT.oidc)}

# --- Cookies, headers (reliability §8.1) --------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.production else "session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.production else "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.production
CSRF_TRUSTED_ORIGINS = [SITE_URL] if ENVIRONMENT.production else []
SECURE_SSL_REDIRECT = ENVIRONMENT.production
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # the container's own probe speaks plain HTTP
SECURE_HSTS_SECONDS = 63_072_000 if ENVIRONMENT.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, Any] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# --- Static files: hashed and compressed in production, straight from the tree elsewhere --------------------
STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.static_root if ENVIRONMENT.production else None
# Not static/src: what the style compiler reads is not served, and its imports cannot be resolved.
STATICFILES_DIRS = [(name, BASE_DIR / "static" / name) for name in ("css", "img", "js", "vendor")]
WHITENOISE_USE_FINDERS = not ENVIRONMENT.production
WHITENOISE_AUTOREFRESH = DEBUG
_STATIC = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if ENVIRONMENT.production
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}

# --- Language, time, mail, logs -----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from
_mail = dj_email_url.parse(ENVIRONMENT.email_url)
EMAIL_BACKEND, EMAIL_FILE_PATH = _mail["EMAIL_BACKEND"], _mail["EMAIL_FILE_PATH"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"], 10
SHOWS_MAILS = ENVIRONMENT.name == "development" and bool(EMAIL_FILE_PATH)
LOGGING_CONFIG = None
LOGGING = logging_config(ENVIRONMENT.log_level)

# --- REST (salesops.rest) -----------------------------------------------------------------------------------
API_REQUESTS_PER_MINUTE = ENVIRONMENT.api_requests_per_minute
METRICS_TOKEN, DEAD_MANS_URL = ENVIRONMENT.metrics_token, ENVIRONMENT.dead_mans_url

# --- Celery: wake-ups only, everything that matters is a row (reliability §2.1) ------------------------------
CELERY_BROKER_URL = ENVIRONMENT.broker_url
CELERY_REDBEAT_REDIS_URL = ENVIRONMENT.redis_url
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "drain": {"task": "salesops.outbox.tasks.drain_step", "schedule": 30.0},
    "anchor": {"task": "salesops.audit.tasks.anchor_ledger", "schedule": 3600.0},
    "approvals": {"task": "approvals.tasks.expire_all_approvals", "schedule": crontab(hour=0, minute=10)},
    "introductions": {"task": "salesops.intake.tasks.settle_overdue_introductions", "schedule": crontab(minute=20)},
    "health": {"task": "qualification.tasks.recompute_every_health", "schedule": crontab(hour=2, minute=30)},
}
