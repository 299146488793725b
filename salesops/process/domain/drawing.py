"""A process definition as a drawing in Markdown: its moves as a Mermaid diagram, its gates as tables."""

from __future__ import annotations

from collections.abc import Iterable

from salesops.process.domain.definition import Definition, Move, StageKind

HEADING = """# State machines

Generated from the definition files by `manage.py draw_processes`; a test compares.
Lost and reopen are possible from every open stage and left out of the drawings.
"""
_SHOWN = (Move.FORWARD, Move.WON, Move.SKIP, Move.BACK, Move.VOID)


def draw(definitions: Iterable[Definition]) -> str:
    """This function will return the whole document for the definitions in the given order."""
    return HEADING + "".join(_draw(definition) for definition in definitions)


def _draw(definition: Definition) -> str:
    lines = [f"\n## {definition.title}: {definition.name}\n", "```mermaid", "stateDiagram-v2"]
    lines.append(f"    [*] --> {definition.first_stage.key}")
    for edge in definition.edges:
        if edge.move in _SHOWN:
            lines.append(f"    {edge.src} --> {edge.dst}: {edge.move.value}")
    lines += ["```", "", "| Leaving | Criterion | Kind | What must hold |", "|---|---|---|---|"]
    for stage in definition.stages:
        way_out = definition.main_edge(stage.key) if stage.kind is StageKind.OPEN else None
        for item in definition.criteria(way_out) if way_out else ():
            never = "" if item.waivable else ", never waived"
            lines.append(f"| {stage.label} | {item.id} | {item.kind.value} | {item.text}{never} |")
    return "\n".join(lines) + "\n"
