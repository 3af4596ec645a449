"""Django settings. What an administrator may set is in `config.home` and docs/guide/settings.md."""

from os import walk
from pathlib import Path

from django.utils.functional import SimpleLazyObject

from zhiyin.config import schedule
from zhiyin.config.databases import records
from zhiyin.config.home import Home

PACKAGE = Path(__file__).resolve().parent.parent


def _locales() -> list[Path]:
    """Every `locale` beside the code; not into the thousands of folders that npm brings."""
    found = []
    for folder, folders, _files in walk(PACKAGE):
        folders[:] = sorted(set(folders) - {"node_modules", "static", "__pycache__"})
        if "locale" in folders:
            folders.remove("locale")
            found.append(Path(folder) / "locale")
    return found


HOME = Home()

# Lazy: `zhiyin --help` and the stand-alone commands leave no file behind.
SECRET_KEY = SimpleLazyObject(lambda: HOME.secret_key)
DEBUG = HOME.setting("debug", "") == "1"
ALLOWED_HOSTS = HOME.setting("hosts", "*").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in HOME.setting("origins", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "zhiyin.warehouse",
    "zhiyin.accounts",
    "zhiyin.company",
    "zhiyin.customers",
    "zhiyin.listen",
    "zhiyin.understand",
    "zhiyin.measure",
    "zhiyin.explain",
    "zhiyin.act",
    "zhiyin.verify",
    "zhiyin.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhiyin.web.middleware.RequestMiddleware",
]

ROOT_URLCONF = "zhiyin.config.urls"
WSGI_APPLICATION = "zhiyin.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiyin.web.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "zhiyin.web.templatetags.zhiyin"],
        },
    }
]

DATABASES = {"default": records(HOME.database)}
# One request or task, one transaction: the doors commit, actions never do.
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HOME.setting("https", "") == "1"
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

SCHEDULE, FOLLOWS = schedule.SCHEDULE, schedule.FOLLOWS
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "zhiyin_language"
LOCALE_PATHS = _locales()
USE_TZ = True
TIME_ZONE = HOME.setting("time_zone", "Asia/Shanghai")

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": HOME.setting("log_level", "WARNING")},
}
