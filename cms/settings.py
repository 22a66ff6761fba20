"""All settings, from the environment (twelve-factor); `.env.example` documents each."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from dotenv import load_dotenv
from whitenoise.compress import Compressor

from . import csp, databases, env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
load_dotenv(BASE_DIR / ".env")

# --- Where the program writes -------------------------------------------------------------------
VAR_DIR = Path(env.text("BYLINE_VAR", str(BASE_DIR / "var"))).resolve()
KEYS_DIR = VAR_DIR / "keys"

# --- The site -----------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", False)
PORT = env.number("PORT", 8000, least=1, most=65535)
SITE_NAME = env.text("SITE_NAME", "Byline")
SITE_URL = env.site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [
    urlsplit(SITE_URL).hostname or "127.0.0.1",
    "127.0.0.1",
    "localhost",
    "[::1]",
]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
WORKERS = env.number("WORKERS", 2, least=1, most=256)
RATE_LIMITS = env.flag("RATE_LIMITS", True)
RETENTION_DAYS = env.number("RETENTION_DAYS", 30, least=1, most=3650)
BYLINE_LOGIN = env.login("BYLINE_LOGIN")  # (name, password) of the superuser made at the start
BYLINE_DEMO = env.choice("BYLINE_DEMO")  # whether the start loads the demonstration newsroom

# --- Keys ---------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY") or env.generated_key(KEYS_DIR, "secret")
# "version:key" pairs, the newest first. They protect readers' addresses and are never SECRET_KEY.
# Unset, they are the files email-1, email-2... in KEYS_DIR, which a running process reads anew.
EMAIL_ENCRYPTION_KEYS = env.key_ring("EMAIL_ENCRYPTION_KEYS")
if not EMAIL_ENCRYPTION_KEYS and not any(KEYS_DIR.glob("email-*")):
    env.generated_key(KEYS_DIR, "email-1")

# --- Parts --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cms.apps.CmsConfig",
    "comments",
    "articles",
    "crispy_forms",
    "django_prose_editor",
    "django_tasks_db",
    "axes",
    "csp",
    "modelsearch",
    "simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "cms.request_ids.name_requests",
    "cms.views.health.answer_probes",
    "cms.proxies.trust_proxies",
    "django.middleware.security.SecurityMiddleware",
    "cms.middleware.security_headers",
    "cms.middleware.say_who_may_keep",
    "cms.policy.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.refuse_foreign_charsets",
    "cms.middleware.refuse_nul",
    "cms.compression.CompressText",
    "cms.etags.ConditionalGet",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.limits.refuse_large_bodies",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "cms.replica.ReadFromReplica",
]
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
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
                "cms.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "byline"
CRISPY_TEMPLATE_PACK = "byline"
CRISPY_FAIL_SILENTLY = False

# --- Database: SQLite in a file, or PostgreSQL; and a copy of it that is only read ---------------
VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'byline.sqlite3'}")}
DATABASES["default"] = databases.primary(DATABASES["default"])
if DATABASE_REPLICA_URL := env.text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = databases.replica(env.database("DATABASE_REPLICA_URL", ""))
    DATABASE_ROUTERS = ["cms.replica.Router"]

# --- Cache and tasks ----------------------------------------------------------------------------
REDIS_URL = env.redis("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
# Megabytes of each server process for kept pages; developing, one sees each change.
PAGE_CACHE_MB = 0 if DEBUG else env.number("PAGE_CACHE_MB", 64, most=65536)
PURGE_URLS = env.addresses("PURGE_URLS")  # of caches in front that are told what changed
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search", "SEARCH_CONFIG": "simple"}}

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
MEDIA_URL = "/media/"
STORAGES = {
    **env.media_storage("MEDIA_STORAGE", VAR_DIR / "media"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cms.storage.HashedStaticFiles",
        "OPTIONS": {"file_permissions_mode": 0o644},  # a proxy of another user may read them
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of a request's body, files not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = env.language("LANGUAGE_CODE", "en-gb")
TIME_ZONE = env.time_zone("TIME_ZONE")
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cms.formats"]

# --- Mail ---------------------------------------------------------------------------------------
EMAIL_BACKEND = "cms.mail.MailFiles"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "byline@localhost")
EMAIL_TIMEOUT = 20  # seconds; ?timeout= in EMAIL_URL says another number
globals().update(env.email("EMAIL_URL"))

# --- Login --------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "cms.rights.RightsBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
AXES_VERBOSE = AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "cms.views.errors.locked_out"
AXES_FAILURE_LIMIT = 8  # counted in the database, so by all processes together
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

# --- Security -----------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = csp.POLICY

# --- Log ----------------------------------------------------------------------------------------
LOGGING = logs.config(env.one_of("LOG_FORMAT", logs.FORMATS))
DEFAULT_EXCEPTION_REPORTER_FILTER = "cms.reporter.HideTyped"
