"""The WSGI entry: what gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")
application = get_wsgi_application()
reverse("home")  # loads every address now and not in the first request
# What is loaded stays for good: the collector need not look through it again in the midst of a request.
gc.collect()
gc.freeze()
