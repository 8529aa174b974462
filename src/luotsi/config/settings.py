"""Django's settings, all drawn from `environment.py`."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from luotsi.config import environment
from luotsi.core.text import OWN_NAMES

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("LUOTSI_DATA_DIR")
DEBUG = environment.switch("LUOTSI_DEBUG")
DEMO = environment.switch("LUOTSI_DEMO")
HTTPS = environment.switch("LUOTSI_HTTPS")
ALLOWED_HOSTS = environment.names("LUOTSI_HOSTS")
SOURCE_HOSTS = environment.names("LUOTSI_SOURCE_HOSTS")
CONTACT_EMAIL = environment.text("LUOTSI_CONTACT_EMAIL")
MAX_UPLOAD_BYTES = environment.number("LUOTSI_MAX_UPLOAD_MB") * 1024 * 1024

if DEMO and not set(ALLOWED_HOSTS) <= environment.LOOPBACK:
    raise environment.BadSetting("LUOTSI_DEMO has people with known passwords; it runs on localhost only")


def _secret_key() -> str:
    given = environment.text("LUOTSI_SECRET_KEY")
    if given:
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "luotsi.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise environment.BadSetting("LUOTSI_DATABASE_URL has a host or port that cannot be") from fault
    if parts.scheme not in {"postgresql", "postgres"}:
        raise environment.BadSetting("LUOTSI_DATABASE_URL begins with postgresql://, or is empty for SQLite")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": _database(environment.text("LUOTSI_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "luotsi.config.urls"
WSGI_APPLICATION = "luotsi.config.wsgi.application"
AUTH_USER_MODEL = "orgs.Person"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "luotsi.orgs",
    "luotsi.sources",
    "luotsi.register",
    "luotsi.indicators",
    "luotsi.comparison",
    "luotsi.strategy",
    "luotsi.reports",
    "luotsi.web.shared",
    "luotsi.web.public",
    "luotsi.web.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "luotsi.web.shared.middleware.VisibleText",
    "luotsi.web.shared.middleware.ContentSecurityPolicy",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luotsi.web.shared.context.site",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "luotsi.web.shared.accounts.ClosedSignup"
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk-home"
LOGOUT_REDIRECT_URL = "installation-home"

LANGUAGE_CODE = "fi"
LANGUAGES = list(OWN_NAMES.items())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA_DIR / "uploads"
BOUNDARIES_FILE = DATA_DIR / "boundaries.json"  # borders that the installation fetched; the package has its own
WAITING_ROOT = DATA_DIR / "waiting"  # tables between two steps of a form; swept, and no part of a backup
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SITE_ADDRESS = environment.site_address("LUOTSI_SITE_ADDRESS")
_MAIL_SERVER = environment.mail_server("LUOTSI_MAIL_SERVER")
globals().update(_MAIL_SERVER)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("LUOTSI_MAIL_FROM")
SENDS_MAIL = bool(SITE_ADDRESS and _MAIL_SERVER)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "luotsi_cache"}}
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_secrets": {"()": "luotsi.config.logs.WithoutSecrets"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"httpx": {"level": "WARNING"}},
}
