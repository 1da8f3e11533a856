"""The one settings file. A wrong environment variable stops the start with a sentence."""

from __future__ import annotations

import os
from pathlib import Path

from jiefen.config.database import database
from jiefen.config.home import home
from jiefen.config.messages import from_file
from jiefen.domain.common.reading import whole_number


def _minutes(text: str) -> int:
    minutes = whole_number(text or "15", digits=3)
    if minutes is None or not 1 <= minutes <= 480:
        raise SystemExit("JIEFEN_IDLE_MINUTES 要写 1 到 480 之间的分钟数，不写是 15。")
    return minutes


BASE = Path(__file__).resolve().parent.parent
HOME = home()

SECRET_KEY = HOME.key("django").hex() if HOME.is_made else "not-made-yet-" + os.urandom(32).hex()
SECRET_KEY_FALLBACKS = [key.hex() for key in HOME.former("django")[:1]]
DEBUG = False
ALLOWED_HOSTS = [
    host for host in os.environ.get("JIEFEN_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host
]
if "*" in ALLOWED_HOSTS:
    raise SystemExit("JIEFEN_HOSTS 不能写 *：请逐个写出本系统的域名或地址，用逗号分开。")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "jiefen.store",
    "jiefen.web.apps.WebConfig",
    "jiefen.portal.apps.PortalConfig",
]
MIDDLEWARE = [
    "jiefen.gate.request_log.RequestLog",
    "jiefen.gate.middleware.Headers",  # outermost: refusals made below get them too
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiefen.gate.middleware.Guard",
    "jiefen.gate.elder.KeepSize",
    "jiefen.gate.crowd.Crowd",  # before anything is read or written for who comes to a full sign-in
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiefen.gate.middleware.ClosedByDefault",
]
ROOT_URLCONF = "jiefen.config.urls"
WSGI_APPLICATION = "jiefen.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jiefen.web.common.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": database(
        os.environ.get("JIEFEN_DATABASE_URL", ""),
        default=HOME.database,
        on_connect="jiefen.store.common.row_notes.on_connect",
    )
}
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "store.User"
PASSWORD_HASHERS = ["jiefen.config.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jiefen.config.passwords.Length", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "jiefen.config.passwords.Similarity",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME.root / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# Behind TLS (`JIEFEN_HTTPS=1`) cookies get the __Host- prefix and browsers are told to stay on TLS.
HTTPS = os.environ.get("JIEFEN_HTTPS", "") == "1"
SESSION_ENGINE = "jiefen.actions.people.sessions"
SESSION_COOKIE_NAME = "__Host-jiefen" if HTTPS else "jiefen"
SESSION_COOKIE_AGE = 8 * 3600
IDLE_MINUTES = _minutes(os.environ.get("JIEFEN_IDLE_MINUTES", ""))  # until an unused screen is locked
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jiefen.gate.errors.csrf_failed"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]  # asked on this machine, beside the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("JIEFEN_TRUST_PROXY") == "1" else None
)
X_FRAME_OPTIONS = "DENY"

MAX_UPLOAD = 20 * 1024 * 1024
MAX_CASE_FILES = 200 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "jiefen.gate.uploads.CappedHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MAX_IMPORT = 60 * 1024 * 1024

GATEWAYS = from_file(os.environ.get("JIEFEN_MESSAGES", ""))
CHECKPOINT_EXPORT = os.environ.get("JIEFEN_CHECKPOINT_DIR", "")

# One JSON object a line, with nothing in it that people typed (`lib.log_lines`).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "jiefen.lib.log_lines.JsonLines"}},
    "filters": {
        "calm": {"()": "jiefen.lib.log_lines.Calm"},
        "in_request": {"()": "jiefen.gate.request_log.InRequest"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["in_request", "calm"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "jiefen.messages": {"level": "INFO"},
        "jiefen.access": {"level": "INFO"},
        "django.request": {"level": "CRITICAL"},  # says the same as `jiefen.access` and `jiefen.errors`
    },
}
