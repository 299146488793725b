"""Meters, glyphs and icons: each image says in words what it shows, and no name can break out of it."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from salesops.web.templatetags import components
from tests.servers import CODE, ROOT

KNOWN = set((ROOT / "static/src/icons.txt").read_text().split())
SOURCES = [
    *(ROOT / "templates").rglob("*.html"),
    *(path for folder in CODE for path in (ROOT / folder).rglob("*.py")),
]


class TestGateMeter:
    def test_counts_waived_as_passed_and_says_so(self) -> None:
        text = components.gate_meter(["unmet", "met", "waived", "stale"])
        assert 'aria-label="Gate: 2 of 4 criteria met, 1 of them waived"' in text
        assert re.findall(r'<i class="is-(\w+)">', text) == ["met", "waived", "stale", "unmet"]

    def test_turns_green_only_when_everything_passes(self) -> None:
        assert "gate-all" in components.gate_meter(["met", "waived"])
        assert "gate-all" not in components.gate_meter(["met", "stale"])


class TestLevelMeter:
    def test_hatches_what_age_took_away_and_marks_the_shortfall(self) -> None:
        text = components.level_meter(3, 2, 3)
        assert re.findall(r'<i class="([^"]*)">', text) == ["is-on", "is-on", "is-lost has-notch is-short"]
        assert 'aria-label="Level 3 counts as 2 because of its age, 3 needed"' in text

    def test_needs_no_notch_where_nothing_is_asked(self) -> None:
        assert "notch" not in components.level_meter(1, 1)


class TestStageGlyph:
    @pytest.mark.parametrize(("order", "total", "filled"), [(1, 6, "p15"), (3, 6, "p50"), (6, 6, "p100"), (0, 0, "p0")])
    def test_fills_by_the_place_of_the_stage(self, order: int, total: int, filled: str) -> None:
        assert filled in components.stage_glyph(order, total)

    def test_has_a_style_for_every_filling(self) -> None:
        styles = (ROOT / "static/css/app.css").read_text()
        assert [n for n in range(0, 101, 5) if f".p{n}{{" not in styles] == []


class TestAvatar:
    def test_escapes_the_name(self) -> None:
        text = components.avatar('<script>"', label=True)
        assert "<script>" not in text
        assert "&lt;script&gt;&quot;" in text


class TestIcons:
    def test_are_in_the_sprite_where_they_are_used(self) -> None:
        used: dict[str, str] = {}
        for path in SOURCES:
            for name in re.findall(r'{% icon "([a-z0-9-]+)"|icon="([a-z0-9-]+)"', path.read_text()):
                used["".join(name)] = path.name
        assert {name: where for name, where in used.items() if name not in KNOWN} == {}

    def test_are_used_where_they_are_in_the_sprite(self) -> None:
        text = "\n".join(path.read_text() for path in SOURCES)
        assert sorted(name for name in KNOWN if f'"{name}"' not in text) == []

    def test_come_in_one_sprite(self) -> None:
        sprite = (ROOT / "static/img/icons.svg").read_text()
        assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == KNOWN


class TestVendoredFiles:
    def test_are_what_the_manifest_says(self) -> None:
        rows = json.loads((ROOT / "static/vendor/manifest.json").read_text())
        folder = ROOT / "static/vendor"
        found = {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "manifest.json"
        }
        assert found == {row["file"]: row["sha256"] for row in rows}
        assert [row["file"] for row in rows if not row["licence"] or not row["version"]] == []

    def test_point_to_no_source_map(self) -> None:
        scripts = (ROOT / "static/vendor").rglob("*.js")
        assert [path.name for path in scripts if "sourceMappingURL" in path.read_text()] == []

    def test_name_no_package_index(self) -> None:
        assert "resolved" not in (ROOT / "package-lock.json").read_text()
