"""Settings of the floor: a database and templates, nothing else."""

from pathlib import Path

from salesops.env import read_environment

_ENVIRONMENT = read_environment()
SECRET_KEY = "floor"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.floor.urls"
INSTALLED_APPS = ["bench.floor"]
MIDDLEWARE: list[str] = []
DATABASES = {"default": {**_ENVIRONMENT.database, "CONN_MAX_AGE": 60}}
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent / "templates"]}
]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
