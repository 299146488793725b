"""Every cell of docs/domain.md §1.3, asked of the charter: role × action × (own, other)."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesops.charter import Facts, decide
from salesops.charter.matrix import MATRIX
from salesops.core.actor import Actor

ME, SOMEBODY = 1, 2
REGION = "emea"
# One role per column; owning is a fact of the record, not a role.
ROLE_OF = {
    "PR": "partner_rep", "MK": "marketer", "SX": "ae", "V": "solutions_engineer", "RV": "regional_vp", "VF": "vp_finance",
    "FO": "finance_ops", "LG": "legal", "LD": "leader", "DX": "program_manager", "CS": "csm", "OP": "revops_admin", "VW": "viewer",
}  # fmt: skip
OWNING_ROLES = ("sdr", "ae", "bd", "csm")


def _table() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parents[2] / "docs" / "domain.md").read_text(encoding="utf-8")
    section = text.split("### 1.3")[1].split("### 1.4")[0]
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")] for line in section.splitlines() if line.startswith("|")
    ]
    header = rows[0][1:]
    return {row[0].strip("`"): dict(zip(header, row[1:], strict=True)) for row in rows[2:]}


TABLE = _table()
CELLS = [
    (action, column, role, owns)
    for action, row in TABLE.items()
    for column, role, owns in (
        [("OW", role, True) for role in OWNING_ROLES] + [(column, role, False) for column, role in ROLE_OF.items() if column in row]
    )
]  # fmt: skip


def _favourable(role: str, owner: int) -> Facts:
    return Facts(
        owner_id=owner, region=REGION, is_won=role == "program_manager", is_renewal=True, has_open_escalation=True,
        component="decision_criteria", attester_roles=frozenset({role}), step_role=role, is_assigned_to_actor=True,
        is_own_area=True, is_nda_valid=True, is_same_fiscal_period=True, as_customer_states=True, triggers_cleared=True,
    )  # fmt: skip


def _unfavourable(owner: int) -> Facts:
    return Facts(owner_id=owner, originator_id=ME, region="elsewhere", is_commercial_locked=True)


def _actor(role: str) -> Actor:
    return Actor(ME, "Me", frozenset({role}), frozenset({REGION}))


def test_the_table_has_every_action_of_the_charter() -> None:
    assert set(TABLE) == set(MATRIX)
    assert len(CELLS) > 900


@pytest.mark.parametrize(("action", "column", "role", "owns"), CELLS, ids=lambda value: str(value))
def test_the_cell_holds(action: str, column: str, role: str, owns: bool) -> None:
    cell = TABLE[action][column]
    owner = ME if owns else SOMEBODY
    at_best = decide(_actor(role), action, _favourable(role, owner))
    at_worst = decide(_actor(role), action, _unfavourable(owner))

    if cell == "Y":
        assert at_best.allowed
        assert at_worst.allowed
    elif cell.startswith("c"):
        assert at_best.allowed
        assert not at_worst.allowed
        assert at_worst.code == (cell.split("/")[1] if "/" in cell else "refused")
    else:
        expected = "refused" if cell == "–" else cell
        assert (at_best.allowed, at_best.code) == (False, expected)
        assert (at_worst.allowed, at_worst.code) == (False, expected)
        assert at_best.sentence
        assert at_best.next_action


def test_a_person_without_roles_may_do_nothing() -> None:
    nobody = Actor(ME, "Nobody")
    assert not [action for action in TABLE if decide(nobody, action, _favourable("viewer", SOMEBODY)).allowed]


def test_an_owner_who_is_finance_too_never_confirms_the_own_win() -> None:
    both = Actor(ME, "Both", frozenset({"ae", "vp_finance"}))
    assert decide(both, "opp.confirm_won", Facts(owner_id=ME)).code == "R15"
    assert decide(both, "opp.confirm_won", Facts(owner_id=SOMEBODY)).allowed
    assert decide(both, "opp.confirm_won", Facts(owner_id=ME, team_mode="solo")).allowed


def test_whoever_set_a_level_never_cosigns_it() -> None:
    vp = Actor(ME, "Vp", frozenset({"regional_vp"}))
    assert decide(vp, "meddpicc.cosign", Facts(owner_id=SOMEBODY, set_by_id=ME)).code == "R15"
    assert decide(vp, "meddpicc.cosign", Facts(owner_id=SOMEBODY, set_by_id=SOMEBODY)).allowed


def test_a_key_never_does_what_its_scopes_leave_out() -> None:
    program = Actor(ME, "Program", frozenset({"ae"}), scopes=frozenset({"deal:read"}))
    assert decide(program, "opp.view_full", Facts(owner_id=ME)).allowed
    assert decide(program, "stage.forward", Facts(owner_id=ME)).code == "scope"


def test_an_expert_validates_before_the_signature_and_delivers_after_it() -> None:
    expert = Actor(ME, "Expert", frozenset({"cert_sme"}))
    assert decide(expert, "scope.edit", Facts(owner_id=SOMEBODY)).allowed
    assert decide(expert, "scope.edit", Facts(owner_id=SOMEBODY, is_won=True)).code == "R12"
