"""One PostgreSQL and one Valkey for a test run, started by its first process, inherited by the others."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from salesops.db.roles import APP, IMPORT, OWNER, PARTNER, ensure_database, ensure_roles
from salesops.stack.postgres import EmbeddedPostgres
from salesops.stack.valkey import EmbeddedValkey

ADMIN = "SALESOPS_TEST_ADMIN_URL"
TEMPLATE = "SALESOPS_TEST_TEMPLATE"
KEPT_TEMPLATE = "salesops_test_template"
ROLES = (OWNER, APP, IMPORT, PARTNER)
PASSWORD = "only-for-tests"
ROOT = Path(__file__).resolve().parent.parent
# The packages of the product.
CODE = ("salesops", "opportunities", "qualification", "approvals", "handoff")


def ensure_servers() -> None:
    """Start what DATABASE_URL and REDIS_URL do not name, once a run; children find both in their environment."""
    if ADMIN in os.environ or os.environ.get("SALESOPS_TEST_SERVERS") == "no":
        return
    folder = Path(tempfile.mkdtemp(prefix="salesops-test-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DATA_DIR"] = str(folder / "data")
    os.environ[TEMPLATE] = f"salesops_test_{os.getpid()}"
    if "DATABASE_URL" not in os.environ:
        server = EmbeddedPostgres(folder / "postgres", durable=False, max_connections=300, dies_with_parent=True)
        os.environ[TEMPLATE] = KEPT_TEMPLATE
        take_kept(server)
        atexit.register(server.stop, server.start())
        os.environ["DATABASE_URL"] = server.url()
    if "REDIS_URL" not in os.environ:
        broker = EmbeddedValkey(folder / "valkey", durable=False, dies_with_parent=True)
        atexit.register(broker.stop, broker.start())
        os.environ["REDIS_URL"] = broker.url
    admin = os.environ[ADMIN] = os.environ["DATABASE_URL"]
    ensure_roles(admin, dict.fromkeys(ROLES, PASSWORD))
    os.environ["DATABASE_URL"] = url_for(APP, os.environ[TEMPLATE])


def take_kept(server: EmbeddedPostgres) -> None:
    """Lay down the cluster that an earlier run migrated for these very migrations; keep one where none is.

    Migrating takes seconds, copying a fraction of one; a run of one test is most of what a person waits for.
    """
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    kept = cache / f"cluster-{fingerprint()}"
    with (cache / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for older in cache.glob("cluster-*"):
                shutil.rmtree(older)
            identity = server.start()
            ensure_roles(server.url(), dict.fromkeys(ROLES, PASSWORD))
            os.environ[ADMIN] = server.url()
            try:
                migrate_template(KEPT_TEMPLATE)
            finally:
                del os.environ[ADMIN]
                server.stop(identity)
            subprocess.run(["cp", "-a", str(server.cluster), f"{kept}.new"], check=True)
            Path(f"{kept}.new").rename(kept)
            return
        subprocess.run(["cp", "-a", str(kept), str(server.cluster)], check=True)


def fingerprint() -> str:
    """Return one word for everything that a migrated database depends on."""
    digest = hashlib.sha256()
    sources = [p for package in CODE for p in (ROOT / package).rglob("*")]
    for path in sorted(
        p for p in sources if {"migrations", "criteria"} & set(p.parts) or p.suffix in {".sql", ".yaml"}
    ):
        if path.suffix in {".py", ".sql", ".yaml"}:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    for name in ("salesops/db/grants.py", "salesops/db/roles.py", "salesops/settings.py", "requirements-dev.lock"):
        digest.update((ROOT / name).read_bytes())
    for path in sorted((ROOT / "salesops" / "process").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def url_for(role: str, database: str) -> str:
    """Return the address of a database on the run's server for one role ('' = the administrator)."""
    parts = urlsplit(os.environ[ADMIN])
    place = parts.netloc.rpartition("@")[2]
    login = f"{role}:{PASSWORD}@{place}" if role else parts.netloc
    return urlunsplit((parts.scheme, login, f"/{database}", "", ""))


def ensure_template() -> str:
    """Return the migrated template database, made by the first process that asks."""
    name = os.environ[TEMPLATE]
    connection = psycopg2.connect(os.environ[ADMIN])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        migrate_template(name)
    connection.close()
    return name


def migrate_template(name: str) -> None:
    """Make and migrate the template where it is not there yet; a failure leaves none."""
    if not ensure_database(os.environ[ADMIN], name):
        return
    try:
        for command in (["migrate", "--verbosity=0"], ["apply_grants"], ["publish_processes"]):
            manage(*command, database_url=url_for(OWNER, name))
    except RuntimeError:
        drop(name)
        raise


def manage(*command: str, database_url: str) -> None:
    """Run a command of manage.py on one database, without the limits that requests live under."""
    environ = {
        **os.environ,
        "DATABASE_URL": database_url,
        "STATEMENT_TIMEOUT_MS": "0",
        "SALESOPS_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "salesops.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def clone(name: str) -> None:
    """Make a fresh copy of the template under a name, replacing an older one."""
    template = ensure_template()
    drop(name)
    ensure_database(os.environ[ADMIN], name, template=template)


def drop(name: str) -> None:
    """Remove a database of the run."""
    connection = psycopg2.connect(os.environ[ADMIN])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.close()
