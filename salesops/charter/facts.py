"""What the charter must know of a record to answer, given by the caller; it loads nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from salesops.core.actor import RecordRef


@dataclass(frozen=True, slots=True)
class Facts:
    """The record's side of a question to the charter (domain §1.3, §1.4).

    Ids are user ids. `is_won` turns validation experts into delivery (domain C6). `team_mode` is
    `organisation` or `solo` (domain §0.3). Fields of later rooms keep their closed default.
    """

    subject: RecordRef | None = None
    owner_id: int | None = None
    originator_id: int | None = None
    region: str = ""
    is_won: bool = False
    is_renewal: bool = False
    is_commercial_locked: bool = False
    has_open_escalation: bool = False
    component: str = ""
    set_by_id: int | None = None
    requester_id: int | None = None
    attester_roles: frozenset[str] = frozenset()
    step_role: str = ""
    is_deputy: bool = False
    is_assigned_to_actor: bool = False
    is_own_area: bool = False
    is_nda_valid: bool = False
    is_same_fiscal_period: bool = False
    as_customer_states: bool = False
    triggers_cleared: bool = False
    team_mode: str = "organisation"
