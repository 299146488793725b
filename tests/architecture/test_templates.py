"""Every template compiles, and none opens a door for script."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template

from tests.servers import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(str(p.relative_to(FOLDER)) for p in FOLDER.rglob("*") if p.is_file())
FORBIDDEN = [
    (r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off", "unescaped output"),
    (r"\sstyle\s*=", "a style attribute: the content policy refuses it"),
    (r"\son[a-z]+\s*=\s*[\"']", "an inline handler: the content policy refuses it"),
    (r"javascript:", "script in an address"),
    (r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)(?![^<]*application/json)", "an inline script"),
    (r"hx-on\b|hx-on:|hx-vals=[\"']js:|hx-vars", "htmx that needs eval"),
    (r"(src|href)=[\"']https?://", "a file from somebody else's server"),
    (r"</c-|<c-[a-z]", "a tag of a library that is not installed"),
]


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name.endswith((".html", ".txt", ".svg"))])
def test_compiles(template: str) -> None:
    get_template(template)


@pytest.mark.parametrize(("pattern", "why"), FORBIDDEN, ids=[why for _, why in FORBIDDEN])
def test_no_template_has(pattern: str, why: str) -> None:
    found = [
        f"{name}: {match.group(0).strip()}"
        for name in TEMPLATES
        if name.endswith(".html")
        for match in re.finditer(pattern, strip_json((FOLDER / name).read_text()))
    ]
    assert found == [], why


def strip_json(text: str) -> str:
    """Leave out data blocks: they are read, never run."""
    return re.sub(r"<script[^>]*type=[\"']application/json[\"'][^>]*>.*?</script>", "", text, flags=re.DOTALL)


def test_no_script_of_ours_evaluates_text() -> None:
    ours = list((ROOT / "static" / "js").rglob("*.js"))
    pattern = re.compile(r"\beval\(|new Function|insertAdjacentHTML|document\.write|\.outerHTML\s*=")
    assert [f"{p.name}: {m.group(0)}" for p in ours for m in pattern.finditer(p.read_text())] == []
