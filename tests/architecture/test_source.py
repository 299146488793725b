"""House rules that a file alone can break (docs/architecture.md, "House rules")."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import files, functions, length, name, tree
from tests.servers import ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FORBIDDEN_NAMES = {"utils", "helpers", "misc", "common", "constants", "manager", "managers"}
# Where rows may be fetched; everybody else goes through queries and services, which know the actor.
# The demo lays down ground rows, as a migration does.
MAY_FETCH = {"models", "queries", "criteria", "reminders", "services", "migrations", "demo"}


def relative_parts(path: Path) -> set[str]:
    """Return the words of a path: its folders and its own name without the ending."""
    return {*path.relative_to(ROOT).parts[:-1], path.stem}


def count_lines(path: Path) -> int:
    """Return the lines of a file."""
    return len(path.read_text().splitlines())


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = {name(p): n for p in files() if "migrations" not in p.parts and (n := count_lines(p)) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {f"{name(p)}:{f.name}": length(f) for p in files() for f in functions(p) if length(f) > LONGEST_FUNCTION}
    assert long == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name(p) for p in files() if relative_parts(p) & FORBIDDEN_NAMES] == []


def test_every_module_says_in_one_line_what_it_owns() -> None:
    silent = [name(p) for p in files() if "migrations" not in p.parts and not ast.get_docstring(tree(p))]
    assert silent == []


def test_rows_are_fetched_only_where_the_actor_is_known() -> None:
    fetching = [
        f"{name(p)}:{node.lineno}"
        for p in files()
        if not relative_parts(p) & MAY_FETCH
        for node in ast.walk(tree(p))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert fetching == []


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{name(p)}:{node.lineno}"
        for p in files()
        for function in functions(p)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"django\.db\.models\.signals|@receiver|post_save|pre_save\b|m2m_changed|django_fsm\.signals", "signals"),
        (r"\.delay\(|\.apply_async\(|delay_on_commit", "later work is an emitted event"),
        (r"\bSafeString\(|\|\s*safe\b|autoescape off", "unescaped output"),
        (r"\bpickle\b|(?<![.\w])eval\(|(?<![.\w])exec\(|yaml\.load\(", "code from data"),
        (r"protected=True", "a protected state field breaks refresh_from_db and guards nothing"),
        (r"from django\.test|import pytest", "test code at run time"),
        (r"\bTODO\b|\bFIXME\b|\bXXX\b", "unfinished"),
        (r"# type: ignore(?!\[)|# noqa(?!:)", "a silenced check that does not say which"),
        (r"datetime\.now\(\)|utcnow\(\)|date\.today\(\)", "a clock without a zone"),
        (r"(filter|exclude|create|order_by)\(\*\*?\s*(request\.|\w*(data|params)\b)", "input becomes a query"),
    ],
)
def test_the_source_has_no(pattern: str, why: str) -> None:
    found = [
        f"{name(p)}:{number}: {line.strip()}"
        for p in files()
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == [], why


def test_only_a_literal_is_marked_safe() -> None:
    marked = [
        f"{name(p)}:{node.lineno}"
        for p in files()
        for node in ast.walk(tree(p))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("mark_safe")
        and not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant))
    ]
    assert marked == []


def test_the_clock_is_read_only_at_the_edge() -> None:
    """Services, queries and rules are told `now`; they do not ask."""
    told = {"services", "queries", "criteria", "domain", "models"}
    asking = [
        f"{name(p)}:{node.lineno}"
        for p in files()
        if relative_parts(p) & told
        for node in ast.walk(tree(p))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"timezone.now", "datetime.now", "time.time"}
    ]
    assert asking == []


def test_public_services_say_what_they_do() -> None:
    silent = [
        f"{name(p)}:{f.name}"
        for p in files()
        if {"services", "queries"} & relative_parts(p)
        for f in tree(p).body
        if isinstance(f, ast.FunctionDef) and not f.name.startswith("_") and not ast.get_docstring(f)
    ]
    assert silent == []
