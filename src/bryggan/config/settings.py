"""All settings, in one file for every way of running. What differs comes from the environment."""

import os
from pathlib import Path

from django.contrib.messages import constants as message_levels
from django.utils.csp import CSP

from bryggan.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
BRYGGAN_VAR = environment.folder("BRYGGAN_VAR", default=Path.cwd() / "var")
DEMO_MARK = BRYGGAN_VAR / "demo"
BRYGGAN_DEMO = environment.flag(
    "BRYGGAN_DEMO", default=DEMO_MARK.exists() and not os.environ.get("DATABASE_URL")
)

# Counts over everything are remembered until something is written, a minute at most.
BRYGGAN_REMEMBERS = True

DEBUG = environment.flag("BRYGGAN_DEBUG", default=False)
SECRET_KEY = environment.secret("BRYGGAN_SECRET_KEY", kept_in=BRYGGAN_VAR / "secret-key")
ALLOWED_HOSTS = environment.words("BRYGGAN_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.words("BRYGGAN_ORIGINS", default=[])
BRYGGAN_HTTPS = environment.flag("BRYGGAN_HTTPS", default=False)

INSTALLED_APPS = [
    "bryggan.config",
    "bryggan.demo",
    "bryggan.reports",
    "bryggan.roadmap",
    "bryggan.dossiers",
    "bryggan.initiatives",
    "bryggan.needs",
    "bryggan.methods",
    "bryggan.approvals",
    "bryggan.assessments",
    "bryggan.systems",
    "bryggan.contracts",
    "bryggan.meetings",
    "bryggan.decisions",
    "bryggan.duties",
    "bryggan.files",
    "bryggan.rounds",
    "bryggan.advice",
    "bryggan.notices",
    "bryggan.registers",
    "bryggan.people",
    "bryggan.kit",
    "bryggan.search",
    "bryggan.history",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "bryggan.kit.middleware.RequestTraceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bryggan.people.middleware.ActingUserMiddleware",
    "bryggan.dossiers.reading.ReadingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "bryggan.config.urls"
WSGI_APPLICATION = "bryggan.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bryggan.people.context.person",
                "bryggan.notices.context.inbox",
                "bryggan.needs.context.voicing",
                "bryggan.kit.context.shell",
            ],
        },
    },
]

DATABASES = {
    "default": environment.database("DATABASE_URL", embedded=BRYGGAN_VAR / "bryggan.sqlite3")
}

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# Where links in letters lead, and who sends them. Without a server letters are written but not sent.
BRYGGAN_ADDRESS = environment.address("BRYGGAN_ADDRESS", default="http://127.0.0.1:8000")
DEFAULT_FROM_EMAIL = environment.sender("BRYGGAN_MAIL_FROM", default="bryggan@localhost")
MAIL_SERVER = environment.mail_server(
    "BRYGGAN_SMTP", needs=("BRYGGAN_ADDRESS", "BRYGGAN_MAIL_FROM")
)
BRYGGAN_SENDS_MAIL = MAIL_SERVER is not None
MAILERS = {"default": MAIL_SERVER or {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["bryggan.people.login.ThrottledBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGOUT_REDIRECT_URL = "sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_NAME = "bryggan"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = BRYGGAN_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = BRYGGAN_HTTPS
CSRF_FAILURE_VIEW = "bryggan.kit.views.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if BRYGGAN_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if BRYGGAN_HTTPS else 0
SECURE_SSL_REDIRECT = BRYGGAN_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BRYGGAN_HTTPS else None
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska")]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "bryggan.config.formats"

STATIC_URL = "/static/"
STATIC_ROOT = BRYGGAN_VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "bryggan.kit.assets.PackageAssetsFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": BRYGGAN_VAR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {
    message_levels.SUCCESS: "ok",
    message_levels.WARNING: "warn",
    message_levels.ERROR: "bad",
    message_levels.INFO: "calm",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
