"""Run a back-test in a process of its own, so that no other work waits for it."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings


def launch_back_test(*, test_id: int) -> None:
    """This function will start `manage.py run_back_test` detached; launching twice is harmless, only one runs it."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_back_test", str(test_id)]
    environ = {**os.environ, "STATEMENT_TIMEOUT_MS": "0"}
    subprocess.Popen(command, env=environ, cwd=settings.BASE_DIR, start_new_session=True)
