"""Write down, outside the database, where every chain stands: tampering before this moment is found (P7)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from salesops.audit.domain.anchor import Anchor, digest
from salesops.audit.queries import current_heads
from salesops.audit.services import anchor_store


def anchor(*, now: datetime, folder: Path, key: str) -> Anchor:
    """This function will append one signed line, with the heads that changed since the line before.

    Raises: ValueError where the files on disk are not anchors; run audit_verify to see which.
    """
    with anchor_store.locked(folder):
        anchors = anchor_store.read_anchors(folder)
        known = anchor_store.anchored_heads(folder, anchors)
        entries, heads = current_heads()
        changed = [head for head in heads if known.get((head.kind, head.id)) != head]
        text = "".join(head.line() for head in changed)
        line = Anchor(
            at=now.astimezone(UTC).isoformat(),
            entries=entries,
            chains=len(heads),
            heads_file=f"heads-{len(anchors) + 1:08d}.tsv.gz",
            heads_sha256=digest(text),
            previous=anchors[-1].signature if anchors else "",
        ).signed(key)
        (folder / line.heads_file).unlink(missing_ok=True)  # left by a kill between the file and its line
        anchor_store.append(folder, line, text)
    return line
