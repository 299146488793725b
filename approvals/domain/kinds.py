"""What may be asked of commercial authority, and whose word each kind needs, in which order (domain §6.1, §6.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

REGIONAL_VP, VP_FINANCE, LEGAL, LEADER = "regional_vp", "vp_finance", "legal", "leader"
OPERATIONS, DELIVERY = "revops_admin", "delivery_manager"
# The order steps come in where a kind does not say otherwise, and who stands above whom.
RANK = {REGIONAL_VP: 0, VP_FINANCE: 1, LEGAL: 2, LEADER: 3}
DECIDING_ROLES = (REGIONAL_VP, VP_FINANCE, LEGAL, LEADER, OPERATIONS, DELIVERY)

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request: the groups of roles that decide it one after the other, all of a group together.

    What is about an offer is decided over the whole offer, so the roles its guardrails ask for join the kind's own.
    """

    key: str
    label: str
    groups: Groups
    is_about_offer: bool = True


_FIRST_SALES_THEN_FINANCE: Groups = ((REGIONAL_VP,), (VP_FINANCE,))

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("offer", "Offer", _FIRST_SALES_THEN_FINANCE),
        Kind("pricing_exception", "Pricing exception", _FIRST_SALES_THEN_FINANCE),
        Kind("discount_outside_guardrails", "Discount outside guardrails", ()),
        Kind("non_standard_terms", "Non-standard terms", ((LEGAL,),)),
        Kind("payment_terms", "Payment terms", _FIRST_SALES_THEN_FINANCE),
        Kind("term_length", "Term length", _FIRST_SALES_THEN_FINANCE),
        Kind("margin_below_floor", "Margin below floor", ((VP_FINANCE,), (LEADER,))),
        Kind("marketplace_terms", "Marketplace terms", ((VP_FINANCE,), (LEGAL,))),
        Kind("partner_fee", "Partner fee", ((VP_FINANCE,),)),
        Kind("renewal_concession", "Renewal concession", _FIRST_SALES_THEN_FINANCE),
        Kind("change_request_commercial", "Price of a change request", ()),
        Kind("material_scope_deviation", "Material scope deviation", ((LEADER,),), is_about_offer=False),
        Kind("poc_skip", "POC skipped", ((REGIONAL_VP,),), is_about_offer=False),
        Kind("stage_waiver", "Stage waiver", ((REGIONAL_VP,),), is_about_offer=False),
        Kind("territory_exception", "Territory exception", ((REGIONAL_VP,), (OPERATIONS,)), is_about_offer=False),
        Kind("intro_conflict", "Introduction conflict", ((REGIONAL_VP,), (OPERATIONS,)), is_about_offer=False),
        Kind("decommission", "Decommission", ((REGIONAL_VP, DELIVERY),), is_about_offer=False),
    )
}
# A material deviation of a deal below this, in the reporting currency, is the regional VP's.
SMALL_DEVIATION = 50_000

REMIND_AT, LATE_AT, ESCALATE_AT = 0.5, 1.0, 2.0
FAST_HOURS = 4
_HOURS = {REGIONAL_VP: 8, VP_FINANCE: 16, LEGAL: 24, LEADER: 16, OPERATIONS: 16, DELIVERY: 16}
_CUSTOMER_PAPER_HOURS = 72


def groups_of(
    kind: str,
    guardrail_roles: Iterable[str] = (),
    *,
    is_always: bool,
    has_discount: bool = False,
    is_small: bool = False,
) -> Groups:
    """This function will list who decides a request, group after group (domain §6.1).

    `is_always` says that the process wants every offer approved; `has_discount` that money is affected;
    `is_small` that the deal is below SMALL_DEVIATION.
    """
    if kind == "material_scope_deviation" and is_small:
        return ((REGIONAL_VP,),)
    groups = list(KINDS[kind].groups)
    if not KINDS[kind].is_about_offer:
        return tuple(groups)
    wanted = set(guardrail_roles) | ({REGIONAL_VP, VP_FINANCE} if is_always else set())
    if kind == "non_standard_terms" and has_discount:
        wanted.add(VP_FINANCE)
    if not groups and not wanted:
        wanted = {REGIONAL_VP}
    for role in sorted(wanted - {role for group in groups for role in group}, key=RANK.__getitem__):
        higher = [place for place, group in enumerate(groups) if RANK[group[0]] > RANK[role]]
        groups.insert(higher[0] if higher else len(groups), (role,))
    return tuple(groups)


def hours_of(role: str, *, is_fast: bool, is_customer_paper: bool) -> int:
    """This function will say how many business hours a step has (domain §6.4)."""
    if is_fast:
        return FAST_HOURS
    return _CUSTOMER_PAPER_HOURS if role == LEGAL and is_customer_paper else _HOURS[role]


def may_deputise(approver_roles: Iterable[str], deputy_roles: Iterable[str]) -> bool:
    """This function will say whether somebody may stand in without a leader's word: an equal or higher role (§6.4)."""
    highest = max((RANK.get(role, -1) for role in approver_roles), default=-1)
    own = max((RANK.get(role, -1) for role in deputy_roles), default=-1)
    same = set(approver_roles) & set(deputy_roles) & set(DECIDING_ROLES)
    return bool(same) or (own > highest >= 0)
