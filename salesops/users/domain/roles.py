"""The roles a person may hold, and the layer each one works in (domain §1.1)."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Layer(IntEnum):
    """The five layers of the house; OTHER is for roles that belong to none (domain §1.1)."""

    OTHER = 0
    MARKET = 1
    SALES = 2
    VALIDATION = 3
    COMMERCIAL = 4
    EXECUTION = 5


class Role(StrEnum):
    """The keys of all roles; a person may hold several."""

    PARTNER_REP = "partner_rep"
    MARKETER = "marketer"
    SDR = "sdr"
    AE = "ae"
    BD = "bd"
    CSM = "csm"
    SOLUTIONS_ENGINEER = "solutions_engineer"
    CERT_SME = "cert_sme"
    TECHNICAL_PM = "technical_pm"
    ENGINEER = "engineer"
    REGIONAL_VP = "regional_vp"
    VP_FINANCE = "vp_finance"
    FINANCE_OPS = "finance_ops"
    LEGAL = "legal"
    LEADER = "leader"
    PROGRAM_MANAGER = "program_manager"
    DELIVERY_MANAGER = "delivery_manager"
    CUSTOMER_TEAM = "customer_team"
    PARTNER_MANAGER = "partner_manager"
    REVOPS_ADMIN = "revops_admin"
    VIEWER = "viewer"


LABELS: dict[Role, str] = {
    Role.PARTNER_REP: "Partner representative",
    Role.MARKETER: "Marketer",
    Role.SDR: "Sales development representative",
    Role.AE: "Account executive",
    Role.BD: "Business developer",
    Role.CSM: "Customer success manager",
    Role.SOLUTIONS_ENGINEER: "Solutions engineer",
    Role.CERT_SME: "Certification expert",
    Role.TECHNICAL_PM: "Technical project manager",
    Role.ENGINEER: "Engineer",
    Role.REGIONAL_VP: "Regional VP",
    Role.VP_FINANCE: "VP finance",
    Role.FINANCE_OPS: "Finance operations",
    Role.LEGAL: "Legal",
    Role.LEADER: "Leader",
    Role.PROGRAM_MANAGER: "Program manager",
    Role.DELIVERY_MANAGER: "Delivery manager",
    Role.CUSTOMER_TEAM: "Customer team",
    Role.PARTNER_MANAGER: "Partner manager",
    Role.REVOPS_ADMIN: "Sales operations",
    Role.VIEWER: "Viewer",
}

LAYERS: dict[Role, frozenset[Layer]] = {
    Role.PARTNER_REP: frozenset({Layer.MARKET}),
    Role.MARKETER: frozenset({Layer.MARKET}),
    Role.SDR: frozenset({Layer.SALES}),
    Role.AE: frozenset({Layer.SALES}),
    Role.BD: frozenset({Layer.SALES}),
    Role.CSM: frozenset({Layer.SALES}),
    Role.SOLUTIONS_ENGINEER: frozenset({Layer.VALIDATION}),
    Role.CERT_SME: frozenset({Layer.VALIDATION, Layer.EXECUTION}),
    Role.TECHNICAL_PM: frozenset({Layer.VALIDATION}),
    Role.ENGINEER: frozenset({Layer.VALIDATION, Layer.EXECUTION}),
    Role.REGIONAL_VP: frozenset({Layer.COMMERCIAL}),
    Role.VP_FINANCE: frozenset({Layer.COMMERCIAL}),
    Role.FINANCE_OPS: frozenset({Layer.OTHER}),
    Role.LEGAL: frozenset({Layer.COMMERCIAL}),
    Role.LEADER: frozenset({Layer.MARKET, Layer.COMMERCIAL}),
    Role.PROGRAM_MANAGER: frozenset({Layer.EXECUTION}),
    Role.DELIVERY_MANAGER: frozenset({Layer.EXECUTION}),
    Role.CUSTOMER_TEAM: frozenset({Layer.EXECUTION}),
    Role.PARTNER_MANAGER: frozenset({Layer.OTHER}),
    Role.REVOPS_ADMIN: frozenset({Layer.OTHER}),
    Role.VIEWER: frozenset({Layer.OTHER}),
}

# Roles that mean something only inside one region (domain §1.3, notes on RV).
REGIONAL_ROLES = frozenset({Role.REGIONAL_VP})


def layers_of(roles: frozenset[str]) -> frozenset[Layer]:
    """This function will list the layers a person with these roles may hold (domain §1.1)."""
    return frozenset().union(*(LAYERS[Role(role)] for role in roles)) if roles else frozenset()


def can_manage_people(roles: frozenset[str]) -> bool:
    """This function will say whether these roles may change people, roles and keys of others (interface §2)."""
    return Role.REVOPS_ADMIN in roles


SELLING = frozenset({Role.SDR, Role.AE, Role.BD, Role.CSM})
FINANCE = frozenset({Role.VP_FINANCE, Role.FINANCE_OPS})


def role_fault(role: str, region: str, held: frozenset[str], *, is_solo: bool) -> str:
    """This function will say why a role cannot be given to somebody who holds these, or '' (domain §1.1, §1.4).

    A partner's people hold nothing else, in every mode. Nobody sells and confirms wins, except alone.
    """
    if role in REGIONAL_ROLES and not region.strip():
        return f"{LABELS[Role(role)]} is a role of one region: name it."
    others = held - {role}
    if Role.PARTNER_REP in others or (role == Role.PARTNER_REP and others):
        return "A partner representative is outside the company and holds no other role."
    for one, other in ((SELLING, FINANCE), (FINANCE, SELLING)):
        if not is_solo and role in one and (both := sorted(others & other)):
            held_words = ", ".join(LABELS[Role(key)].lower() for key in both)
            return f"{LABELS[Role(role)]} and {held_words} do not go together: finance confirms what sales wins."
    return ""
