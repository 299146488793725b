"""Run an import in a process of its own, under the database role its kind needs."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings

from opportunities.models import ImportJob

IMPORT_URL = "DATABASE_IMPORT_URL"


def launch_import(*, job_id: int) -> None:
    """This function will start `manage.py run_import` detached; launching twice is harmless, only one runs it."""
    kind = ImportJob.objects.values_list("kind", flat=True).get(pk=job_id)
    environ = {**os.environ, "STATEMENT_TIMEOUT_MS": "0"}
    if kind == "migration" and IMPORT_URL in environ:
        environ["DATABASE_URL"] = environ[IMPORT_URL]
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(job_id)]
    subprocess.Popen(command, env=environ, cwd=settings.BASE_DIR, start_new_session=True)
