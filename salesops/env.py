"""The environment of a process: every value the settings take from outside, typed and judged once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "development-only-key-that-production-refuses-to-start-with"
SHORTEST_KEY = 50
SHORTEST_TOKEN = 20
PARTNER_ROLE = "salesops_partner"
LOCAL_DATABASE = "postgresql://salesops_app@127.0.0.1:5432/salesops"


@dataclass(frozen=True, slots=True)
class Environment:
    """What one process was told by its environment. Times are in the unit their name ends in."""

    name: str
    debug: bool
    secret_key: str
    secret_key_fallbacks: list[str]
    allowed_hosts: list[str]
    site_url: str
    database: dict[str, Any]
    partner_database: dict[str, Any]
    statement_timeout_ms: int
    redis_url: str
    data_dir: Path
    static_root: Path
    trusted_proxy: bool
    email_url: str
    email_from: str
    log_level: str
    anchor_key: str
    api_requests_per_minute: int
    metrics_token: str
    dead_mans_url: str
    oidc: dict[str, str] = field(default_factory=dict)

    @property
    def production(self) -> bool:
        """Say whether this is the production shape, where nothing unsafe may start."""
        return self.name == "production"

    @property
    def broker_url(self) -> str:
        """Return the Redis address as Celery spells it (unix sockets have a scheme of their own)."""
        if not self.redis_url.startswith("unix://"):
            return self.redis_url
        parts = urlsplit(self.redis_url)
        host = f"{quote(parts.netloc)}@" if parts.netloc else ""
        return f"redis+socket://{host}{parts.path}?virtual_host=0"

    def connections(self) -> dict[str, dict[str, Any]]:
        """Return Django's DATABASES: what the system works on, and what its partner portal reads (ADR 0601)."""
        limits = (
            f"-c statement_timeout={self.statement_timeout_ms} "
            f"-c lock_timeout={min(2_000, self.statement_timeout_ms or 60_000)} "
            "-c idle_in_transaction_session_timeout=10000"
        )
        kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        return {
            alias: {**to, **kept, "OPTIONS": {"options": limits, "application_name": name, "connect_timeout": 5}}
            for alias, to, name in (
                ("default", self.database, "salesops"),
                ("partner", self.partner_database, "salesops-partner"),
            )
        }


def read_environment() -> Environment:
    """This function will read the process environment and nothing else (no file, no default host).

    Raises: ImproperlyConfigured with one sentence for each unsafe value, in production.
    """
    env = Env()
    name = env.str("SALESOPS_ENV", "production")
    if name not in {"development", "test", "production"}:
        raise ImproperlyConfigured(f"SALESOPS_ENV is {name!r}; set it to development, test or production.")
    safe = name != "production"
    data_dir = Path(env.str("DATA_DIR", str(BASE_DIR / ".data"))).resolve()
    database = parse_database_url(env.str("DATABASE_URL", LOCAL_DATABASE if safe else ""))
    site_url = env.str("SITE_URL", "http://127.0.0.1:8000" if safe else "").rstrip("/")
    environment = Environment(
        name=name,
        debug=env.bool("DEBUG", name == "development"),
        secret_key=env.str("SECRET_KEY", DEVELOPMENT_KEY if safe else ""),
        secret_key_fallbacks=env.list("SECRET_KEY_FALLBACKS", []),
        allowed_hosts=env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if safe else []),
        site_url=site_url,
        database=database,
        partner_database=parse_database_url(env.str("DATABASE_PARTNER_URL", ""))
        or (database | {"USER": PARTNER_ROLE} if safe else {}),
        statement_timeout_ms=env.int("STATEMENT_TIMEOUT_MS", 5_000),
        redis_url=env.str("REDIS_URL", "redis://127.0.0.1:6379/0" if safe else ""),
        data_dir=data_dir,
        static_root=Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles"))),
        trusted_proxy=env.bool("TRUSTED_PROXY", False),
        # Development writes mails into the data folder; a page there shows them.
        email_url=env.str(
            "EMAIL_URL", f"file:///{data_dir}/mails" if name == "development" else "console:" if safe else ""
        ),
        email_from=env.str("EMAIL_FROM", "") or f"salesops@{urlsplit(site_url).hostname or 'localhost'}",
        log_level=env.str("LOG_LEVEL", "INFO").upper(),
        anchor_key=env.str("ANCHOR_KEY", DEVELOPMENT_KEY if safe else ""),
        metrics_token=env.str("METRICS_TOKEN", ""),
        dead_mans_url=env.str("DEAD_MANS_URL", ""),
        api_requests_per_minute=env.int("API_REQUESTS_PER_MINUTE", 6_000),
        oidc={key: env.str(f"OIDC_{key.upper()}", "") for key in ("name", "server_url", "client_id", "client_secret")},
    )
    if environment.production and (problems := unsafe_values(environment)):
        raise ImproperlyConfigured("Refusing to start. " + " ".join(problems))
    return environment


def unsafe_values(environment: Environment) -> list[str]:
    """This function will return one sentence for each value that production must not start with.

    Reliability: the start-up row of the platform checklist (docs/architecture.md, "Settings").
    """
    e = environment
    checks = [
        (e.debug, "DEBUG is on; unset it."),
        (len(e.secret_key) < SHORTEST_KEY, f"SECRET_KEY is shorter than {SHORTEST_KEY} characters; set a random one."),
        (e.secret_key == DEVELOPMENT_KEY, "SECRET_KEY is the development key; set a random one."),
        (len(set(e.secret_key)) < 12, "SECRET_KEY repeats too few characters; set a random one."),
        (not e.allowed_hosts, "ALLOWED_HOSTS is empty; name the hosts that people type."),
        (
            any("*" in host or host.startswith(".") for host in e.allowed_hosts),
            "ALLOWED_HOSTS has a wildcard; name each host.",
        ),
        (not e.site_url.startswith("https://"), "SITE_URL does not start with https://; set the public address."),
        (not e.database, "DATABASE_URL is not set; name the PostgreSQL database of the runtime role."),
        (
            e.database.get("USER") in {"postgres", "salesops_owner"},
            "DATABASE_URL names an owner or superuser; use the runtime role.",
        ),
        (
            e.partner_database.get("USER") != PARTNER_ROLE,
            "DATABASE_PARTNER_URL does not name the role salesops_partner; set it (docs/howto/deploy.md).",
        ),
        (not e.redis_url, "REDIS_URL is not set; name the Redis or Valkey server."),
        (not e.email_url, "EMAIL_URL is not set; name the mail server."),
        (
            "@" not in e.email_from or not e.email_from.isprintable(),
            "EMAIL_FROM is no address; name who mails come from.",
        ),
        (len(e.anchor_key) < SHORTEST_KEY, f"ANCHOR_KEY is shorter than {SHORTEST_KEY} characters; set a random one."),
        (e.anchor_key == DEVELOPMENT_KEY, "ANCHOR_KEY is the development key; set a random one."),
        (
            bool(e.oidc["server_url"]) and not e.oidc["server_url"].startswith("https://"),
            "OIDC_SERVER_URL does not start with https://; correct it or unset it.",
        ),
        (
            bool(e.oidc["server_url"]) and not (e.oidc["client_id"] and e.oidc["client_secret"]),
            "OIDC_SERVER_URL is set without OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; set all three or none.",
        ),
        (bool(e.anchor_key) and e.anchor_key == e.secret_key, "ANCHOR_KEY equals SECRET_KEY; use two different keys."),
    ]
    return [sentence for unsafe, sentence in [*checks, *_watching(e)] if unsafe]


def _watching(e: Environment) -> list[tuple[bool, str]]:
    """Return the checks of what tells operators how the machine stands."""
    return [
        (
            bool(e.dead_mans_url) and not e.dead_mans_url.startswith("https://"),
            "DEAD_MANS_URL does not start with https://; correct it or unset it.",
        ),
        (
            0 < len(e.metrics_token) < SHORTEST_TOKEN,
            f"METRICS_TOKEN is shorter than {SHORTEST_TOKEN} characters; use a random one or unset it.",
        ),
    ]


def single_sign_on(oidc: dict[str, str]) -> dict[str, Any]:
    """This function will say to the sign-in library which OpenID Connect provider OIDC_* names, if any."""
    app = {
        "provider_id": "oidc",
        "name": oidc["name"] or "single sign-on",
        "client_id": oidc["client_id"],
        "secret": oidc["client_secret"],
        "settings": {"server_url": oidc["server_url"].rstrip("/")},
    }
    return {
        "provider_class": "salesops.users.services.openid.CheckedProvider",
        "APPS": [app] if oidc["server_url"] else [],
    }


def parse_database_url(url: str) -> dict[str, Any]:
    """This function will turn a PostgreSQL URL into Django's dictionary; socket hosts are URL-encoded.

    Raises: ImproperlyConfigured where the URL names no PostgreSQL database.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured("DATABASE_URL is not postgresql://user:password@host/name; correct it.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(_raw_host(parts.netloc)),
        "PORT": str(parts.port or ""),
    }


def _raw_host(netloc: str) -> str:
    """Return the host with its case kept: a socket folder is a path, and urlsplit lowers it."""
    host = netloc.rpartition("@")[2]
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
