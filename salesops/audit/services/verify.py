"""Prove the ledger: every link, every head, every anchor (reliability P7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from salesops.audit import queries
from salesops.audit.domain.anchor import Anchor, Head, digest, parse_heads
from salesops.audit.services import anchor_store


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written; `seq` is 0 where the whole chain or a file is meant."""

    problem: str
    subject: str
    seq: int
    sentence: str


@dataclass(slots=True)
class Report:
    """What was checked and what was found; the ledger is whole when `findings` is empty."""

    entries: int = 0
    chains: int = 0
    anchors: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was found."""
        return not self.findings


def verify(*, folder: Path, key: str) -> Report:
    """This function will check the chains against themselves, their heads and the anchors outside the database.

    Finds an edit, a deletion in the middle or at the tail, an insertion, a reordering and the removal of a whole
    record; what changed after the last anchor is found only where the forger did not also recompute the chain.
    """
    report = Report()
    report.entries, report.chains = queries.ledger_size()
    for kind, number, seq, problem in queries.broken_links():
        report.findings.append(Finding(problem, f"{kind}:{number}", seq, SENTENCES[problem]))
    for kind, number, seq in queries.heads_that_differ():
        report.findings.append(Finding("head", f"{kind}:{number}", seq, SENTENCES["head"]))
    _check_anchors(report, folder, key)
    return report


SENTENCES = {
    "edited": "The entry is not what was written: its hash does not match its content.",
    "missing": "An entry before this one is missing.",
    "relinked": "The entry does not follow the one before it.",
    "head": "The chain does not end where its head says.",
    "anchor": "The entry that was anchored outside the database is gone or another one stands in its place.",
    "anchor_file": "The anchor file was changed, or its heads file is missing.",
    "count": "The ledger holds fewer entries than were anchored.",
}


def _check_anchors(report: Report, folder: Path, key: str) -> None:
    try:
        anchors = anchor_store.read_anchors(folder)
        heads = _trusted_heads(report, folder, key, anchors)
    except (OSError, ValueError, EOFError):
        report.findings.append(_anchor_file("anchors"))
        return
    report.anchors = len(anchors)
    if anchors and report.entries < anchors[-1].entries:
        report.findings.append(Finding("count", "ledger", 0, SENTENCES["count"]))
    for head in queries.anchored_heads_that_differ(list(heads.values())):
        report.findings.append(Finding("anchor", f"{head.kind}:{head.id}", head.seq, SENTENCES["anchor"]))


def _trusted_heads(report: Report, folder: Path, key: str, anchors: list[Anchor]) -> dict[tuple[str, int], Head]:
    previous = ""
    heads: dict[tuple[str, int], Head] = {}
    for anchor in anchors:
        text = anchor_store.read_heads_text(folder, anchor.heads_file)
        if not anchor.is_signed_by(key) or anchor.previous != previous or digest(text) != anchor.heads_sha256:
            report.findings.append(_anchor_file(anchor.at))
        for head in parse_heads(text):
            heads[head.kind, head.id] = head
        previous = anchor.signature
    return heads


def _anchor_file(where: str) -> Finding:
    return Finding("anchor_file", where, 0, SENTENCES["anchor_file"])
