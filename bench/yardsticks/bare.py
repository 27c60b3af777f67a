"""What every yardstick shares: a bare Django project in one process, with the middleware of `startproject`, and nothing of ours."""

import os

import environ
from django.conf import settings

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def configure(templates, *, before=(), after=()):
    """Set Django up with these templates ({name: text}) and more middleware around the default."""
    database = environ.Env().db_url_config(os.environ["YARDSTICK_DATABASE_URL"])
    settings.configure(
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="a yardstick keeps no secrets",
        ROOT_URLCONF="bench.yardsticks.empty_urls",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"],
        MIDDLEWARE=[*before, *MIDDLEWARE, *after],
        DATABASES={"default": {**database, "CONN_MAX_AGE": None}},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        CACHE_MIDDLEWARE_SECONDS=5,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", templates)])],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ],
                },
            }
        ],
    )
