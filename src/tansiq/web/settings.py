"""Django settings. What differs between machines comes from the environment: see docs/operations.md."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.utils.translation import gettext_lazy as _

from tansiq.database.home import secret
from tansiq.web.assets import digest

WEB = Path(__file__).parent


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "tansiq",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", parts.hostname or "")),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query | {"server_side_binding": True},  # prepared: less to plan for every page
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///tansiq"))}
SECRET_KEY = secret("session")
DEBUG = False
IS_DEMO = os.environ.get("TANSIQ_DEMO") == "1"
IS_TLS = os.environ.get("TANSIQ_TLS") == "1"
ALLOWED_HOSTS = os.environ.get("TANSIQ_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if IS_TLS else []
LIVE_URL = os.environ.get("TANSIQ_LIVE_URL", "")  # where web/live.py listens, as a browser reaches it; "" is without

# Attempts at signing in and codes that were used are remembered where every web process sees them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "tansiq.ledger",
    "tansiq.picture",
    "tansiq.centre",
    "tansiq.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tansiq.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tansiq.web.middleware.SessionLimits",
    "tansiq.web.middleware.Known",
    "tansiq.web.middleware.OfficerLanguage",
    "tansiq.web.middleware.Entrance",
    "tansiq.web.middleware.Faults",
]

ROOT_URLCONF = "tansiq.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates", WEB / "screens"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tansiq.web.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "tansiq.web.tags"],
        },
    }
]

# Who comes in, and how.
AUTH_USER_MODEL = "centre.Officer"
AUTHENTICATION_BACKENDS = ["tansiq.web.account.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tansiq.web.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "tansiq.web.passwords.Uncommon"},
    {"NAME": "tansiq.web.passwords.Unrelated"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tansiq.web.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_TLS else 0  # attempts are counted for each client, not for the proxy
MFA_ADAPTER = "tansiq.web.account.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # officers have no mail here
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tansiq"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s each way: RFC 6238, section 5.2
MFA_RECOVERY_CODES_SHOW_ONCE = True

SESSION_LONGEST = timedelta(hours=12)
SESSION_IDLE = timedelta(minutes=45)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
_PREFIX = "__Host-" if IS_TLS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}tansiq_session"
CSRF_COOKIE_NAME = f"{_PREFIX}tansiq_csrf"
LANGUAGE_COOKIE_NAME = "tansiq_language"
THEME_COOKIE_NAME = "tansiq_theme"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_TLS
LANGUAGE_COOKIE_AGE = 365 * 86400
CSRF_FAILURE_VIEW = "tansiq.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {
    messages.SUCCESS: "green",
    messages.WARNING: "amber",
    messages.ERROR: "red",
    messages.INFO: "",
    messages.DEBUG: "",
}

# What a page may load and whom it may tell.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF, *([LIVE_URL] if LIVE_URL else [])],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = (
    "same-origin"  # with no-referrer, browsers send forms with "Origin: null", which CSRF must refuse
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_TLS else None
X_FRAME_OPTIONS = "DENY"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ur", _("Urdu")), ("ar", _("Arabic"))]
LOCALE_PATHS = [WEB.parent / "locale"]
TIME_ZONE = os.environ.get("TANSIQ_TIME_ZONE", "Asia/Karachi")
USE_TZ = True

# The address of every asset holds the digest of them all: cacheable for ever, nothing to collect at start.
STATIC_URL = f"/static/{digest(WEB / 'static')}/"
STATICFILES_DIRS = [WEB / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": True},
        "tansiq": {"handlers": ["stderr"], "level": os.environ.get("TANSIQ_LOG", "INFO"), "propagate": True},
    },
}
