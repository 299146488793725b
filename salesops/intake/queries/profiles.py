"""The profiles for who looks at them: what a version says, what it changes, and which leads a draft would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesops.accounts.domain.profiles import LABELS, Profiles, RuleChange, Rules, changes
from salesops.accounts.models import ProfileVersion
from salesops.accounts.queries.profiles import may_publish, profile_version, profile_versions, profiles_in_force
from salesops.core.actor import Actor
from salesops.intake.domain.leads import WORKED
from salesops.intake.domain.scoring import SEGMENTS, fit_parts, score_of, segment_of, total
from salesops.intake.queries.leads import known_of, scored_leads

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Moved:
    """A worked lead whose score a draft changes."""

    lead: Any
    score: int
    segment: str

    @property
    def changes_segment(self) -> bool:
        """Whether another segment asks for it to be worked otherwise."""
        return bool(self.segment != self.lead.segment)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft does to leads that are worked: each segment now and then, and those that move, farthest first."""

    leads: int
    segments: list[tuple[str, int, int]]
    moved: list[Moved]

    @property
    def moves(self) -> int:
        """How many leads change their segment."""
        return sum(each.changes_segment for each in self.moved)

    @property
    def shown(self) -> list[Moved]:
        """The first of those that change their segment."""
        return [each for each in self.moved if each.changes_segment][:MOST_SHOWN]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One version: its rules in words, what it changes against the one before, and what a draft would do."""

    row: ProfileVersion
    rules: Mapping[str, str]
    changes: Sequence[RuleChange]
    preview: Preview | None
    versions: Sequence[ProfileVersion]
    in_force: int
    may_publish: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the two profiles: the version in force in words, and the draft of the next where there is one."""

    kind: str
    label: str
    number: int
    rules: Mapping[str, str]
    draft: ProfileVersion | None


def shelves(actor: Actor, by: Profiles) -> list[Shelf]:
    """This function will show both profiles, with the drafts the actor may read."""
    drafts = {each.kind: each for each in profile_versions(actor).filter(published_at__isnull=True)}
    said: dict[str, Rules] = {"icp": by.icp, "persona": by.persona}
    return [
        Shelf(kind, label, said[kind].version, said[kind].spoken(), drafts.get(kind)) for kind, label in LABELS.items()
    ]


def profile_page(actor: Actor, kind: str, number: int, *, now: datetime) -> ProfilePage:
    """This function will read one version of a profile. Raises: NotVisible where there is none for this actor."""
    row = profile_version(actor, kind, number)
    versions = list(profile_versions(actor).filter(kind=kind))
    before = next((each for each in versions if each.number == number - 1), row)
    return ProfilePage(
        row=row,
        rules=row.said.spoken(),
        changes=changes(before.said, row.said),
        preview=preview(actor, row.said, now=now) if row.published_at is None else None,
        versions=versions,
        in_force=max(each.number for each in versions if each.published_at),
        may_publish=may_publish(actor),
    )


def preview(actor: Actor, rules: Rules, *, now: datetime) -> Preview:
    """This function will say which worked leads a version would score otherwise, at `now` (domain §11.7)."""
    by = profiles_in_force().replace(rules)
    worked = list(scored_leads(actor, now).filter(status__in=WORKED).order_by("id"))
    judged = [_judge(lead, by) for lead in worked]
    before, after = Counter(lead.segment for lead in worked), Counter(each.segment for each in judged)
    moved = [each for each in judged if each.score != each.lead.score]
    return Preview(
        leads=len(worked),
        segments=[(name, before[name], after[name]) for name, _ in SEGMENTS],
        moved=sorted(moved, key=lambda each: (-abs(each.score - each.lead.score), each.lead.pk)),
    )


def _judge(lead: Any, by: Profiles) -> Moved:
    score = score_of(total(fit_parts(known_of(lead), by)), lead.behaviour_now, lead.interest)
    return Moved(lead, score, segment_of(score))
