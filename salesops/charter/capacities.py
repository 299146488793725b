"""In which capacities a person stands before one record: roles become matrix columns (domain §1.1, C6)."""

from __future__ import annotations

from collections.abc import Collection

from salesops.charter.facts import Facts
from salesops.core.actor import Actor

OWNER_ROLES = frozenset({"sdr", "ae", "bd", "csm"})
SALES_ROLES = frozenset({"sdr", "ae", "bd"})
VALIDATION_ROLES = frozenset({"cert_sme", "technical_pm", "engineer", "solutions_engineer"})
DELIVERY_ROLES = frozenset({"program_manager", "delivery_manager", "customer_team"})
# Experts who validate before the signature and deliver after it (domain C6).
EXECUTING_EXPERTS = frozenset({"cert_sme", "engineer"})

_COLUMN_OF_ROLE = {
    "partner_rep": "PR",
    "marketer": "MK",
    "regional_vp": "RV",
    "vp_finance": "VF",
    "finance_ops": "FO",
    "legal": "LG",
    "leader": "LD",
    "revops_admin": "OP",
    "viewer": "VW",
    "partner_manager": "SX",
}


def capacities(actor: Actor, facts: Facts, *, without: Collection[str] = ()) -> list[str]:
    """This function will list the matrix columns the actor fills on this record, `without` some roles (domain §1.1)."""
    columns = []
    roles = actor.roles.difference(without)
    owns = actor.user_id is not None and actor.user_id == facts.owner_id
    if owns and roles & OWNER_ROLES:
        columns.append("OW")
    if not owns and roles & SALES_ROLES:
        columns.append("SX")
    if not owns and "csm" in roles:
        columns.append("CS")
    if roles & VALIDATION_ROLES and not facts.is_won:
        columns.append("V")
    if roles & DELIVERY_ROLES or (facts.is_won and roles & EXECUTING_EXPERTS):
        columns.append("DX")
    columns += [column for role, column in _COLUMN_OF_ROLE.items() if role in roles and column not in columns]
    return columns
