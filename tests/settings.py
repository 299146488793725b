"""The settings under test: the real ones, on servers that live as long as the run."""

import os

from tests.servers import ensure_servers

os.environ["SALESOPS_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
ensure_servers()

from salesops.settings import *  # noqa: E402, F403
