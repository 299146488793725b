"""`python -m bench.coverage`: how long every cell of the map takes, on today and on every day ahead."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.data import generate
from bench.server import servers
from salesops.env import BASE_DIR


def main() -> None:
    """Print the figures; takes about a minute."""
    folder = Path(os.environ.get("BENCH_DIR", str(BASE_DIR / ".cache" / "bench-coverage")))
    shutil.rmtree(folder, ignore_errors=True)
    with servers(folder) as (_, superuser, environ):
        generate(superuser, 300)
        subprocess.run([sys.executable, "-m", "bench.atlas"], cwd=BASE_DIR, env=environ, check=True)


if __name__ == "__main__":
    main()
