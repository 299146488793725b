"""Production refuses to start on an unsafe value, with one sentence for each."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ImproperlyConfigured

from salesops.env import DEVELOPMENT_KEY, parse_database_url, read_environment

SAFE = {
    "SECRET_KEY": hashlib.sha256(b"one").hexdigest(),
    "ANCHOR_KEY": hashlib.sha256(b"two").hexdigest(),
    "ALLOWED_HOSTS": "sales.example.com",
    "SITE_URL": "https://sales.example.com",
    "DATABASE_URL": "postgresql://salesops_app:p@db/salesops",
    "DATABASE_PARTNER_URL": "postgresql://salesops_partner:p@db/salesops",
    "REDIS_URL": "redis://broker:6379/0",
    "EMAIL_URL": "submission://u:p@mail.example.com:587",
}


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A safe production environment and nothing else."""
    for name in ("DATA_DIR", "SALESOPS_ENV", "DEBUG", "STATIC_ROOT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


class TestProduction:
    def test_sends_mail_in_the_name_of_its_host_unless_told_otherwise(self, environ: pytest.MonkeyPatch) -> None:
        assert read_environment().email_from == "salesops@sales.example.com"
        environ.setenv("EMAIL_FROM", "deals@example.com")
        assert read_environment().email_from == "deals@example.com"

    def test_is_what_nobody_chose(self, environ: pytest.MonkeyPatch) -> None:
        assert read_environment().production
        assert not read_environment().debug

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("DEBUG", "true", "DEBUG is on"),
            ("SECRET_KEY", "", "SECRET_KEY is shorter than 50"),
            ("SECRET_KEY", "short", "SECRET_KEY is shorter than 50"),
            ("SECRET_KEY", DEVELOPMENT_KEY, "SECRET_KEY is the development key"),
            ("SECRET_KEY", "ab" * 40, "SECRET_KEY repeats too few"),
            ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is empty"),
            ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS has a wildcard"),
            ("ALLOWED_HOSTS", "a.example.com,.example.com", "ALLOWED_HOSTS has a wildcard"),
            ("SITE_URL", "http://sales.example.com", "SITE_URL does not start with https"),
            ("DATABASE_URL", "", "DATABASE_URL is not set"),
            ("DATABASE_URL", "postgresql://postgres:p@db/salesops", "DATABASE_URL names an owner or superuser"),
            ("DATABASE_URL", "postgresql://salesops_owner:p@db/salesops", "DATABASE_URL names an owner"),
            ("DATABASE_PARTNER_URL", "", "DATABASE_PARTNER_URL does not name"),
            ("DATABASE_PARTNER_URL", "postgresql://salesops_app:p@db/salesops", "DATABASE_PARTNER_URL does not name"),
            ("REDIS_URL", "", "REDIS_URL is not set"),
            ("EMAIL_URL", "", "EMAIL_URL is not set"),
            ("EMAIL_FROM", "nobody", "EMAIL_FROM is no address"),
            ("EMAIL_FROM", "a@b\r\nBcc: c@d", "EMAIL_FROM is no address"),
            ("ANCHOR_KEY", "short", "ANCHOR_KEY is shorter than 50"),
            ("ANCHOR_KEY", DEVELOPMENT_KEY, "ANCHOR_KEY is the development key"),
            ("ANCHOR_KEY", SAFE["SECRET_KEY"], "ANCHOR_KEY equals SECRET_KEY"),
            ("OIDC_SERVER_URL", "http://id.example.com", "OIDC_SERVER_URL does not start with https"),
            ("OIDC_SERVER_URL", "https://id.example.com", "OIDC_SERVER_URL is set without OIDC_CLIENT_ID"),
        ],
    )
    def test_refuses_to_start_on(self, environ: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
        environ.setenv(name, value)
        with pytest.raises(ImproperlyConfigured, match="Refusing to start") as refusal:
            read_environment()
        assert sentence in str(refusal.value)

    def test_names_every_unsafe_value_at_once(self, environ: pytest.MonkeyPatch) -> None:
        for name in SAFE:
            environ.delenv(name)
        with pytest.raises(ImproperlyConfigured) as refusal:
            read_environment()
        assert all(name in str(refusal.value) for name in SAFE)

    def test_refuses_a_kind_of_environment_it_does_not_know(self, environ: pytest.MonkeyPatch) -> None:
        environ.setenv("SALESOPS_ENV", "staging")
        with pytest.raises(ImproperlyConfigured, match="set it to development, test or production"):
            read_environment()


class TestParseDatabaseUrl:
    def test_reads_a_socket_folder_with_a_space_and_capitals(self) -> None:
        parsed = parse_database_url("postgresql://me:p%40ss@%2Ftmp%2FMy%20Data%2Frun/salesops")
        assert (parsed["HOST"], parsed["USER"], parsed["PASSWORD"], parsed["NAME"], parsed["PORT"]) == (
            "/tmp/My Data/run", "me", "p@ss", "salesops", "",
        )  # fmt: skip

    def test_reads_a_host_with_a_port(self) -> None:
        parsed = parse_database_url("postgres://me@db.example.com:6432/x")
        assert (parsed["HOST"], parsed["PORT"]) == ("db.example.com", "6432")

    @pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
    def test_refuses_what_is_no_postgresql_address(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="correct it"):
            parse_database_url(url)


def test_celery_is_told_a_socket_in_its_own_words(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("REDIS_URL", "unix:///tmp/a%20b/valkey.sock?db=0")
    assert read_environment().broker_url == "redis+socket:///tmp/a%20b/valkey.sock?virtual_host=0"
