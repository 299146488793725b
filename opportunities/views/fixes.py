"""From the fix a criterion or a hygiene finding names to the very form that fixes it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from opportunities.domain.hygiene import Finding
from salesops.process.domain.gate import Evaluation, Fix, GateItem

# Key of the fix -> route, and the name the fix's target has in that form.
FORMS: dict[str, tuple[str, str]] = {
    "attest": ("opportunities:attest", "criterion_id"),
    "log_activity": ("opportunities:log_activity", "kind"),
    "add_stakeholder": ("opportunities:add_stakeholder", "role"),
    "edit_plan": ("opportunities:edit_plan", "focus"),
    "edit_discovery": ("opportunities:edit_discovery", "focus"),
    "edit_core": ("opportunities:edit", "focus"),
    "edit_commercial": ("opportunities:edit_commercial", "focus"),
    "edit_account": ("opportunities:edit_account", "focus"),
    "add_document": ("opportunities:add_document", "kind"),
    "reach_milestone": ("opportunities:reach_milestone", "key"),
    "next_step": ("opportunities:next_step", ""),
    "move": ("opportunities:move", ""),
    "open_offers": ("opportunities:offers", ""),
    "open_closing": ("opportunities:closing", ""),
    "name_signer": ("opportunities:name_signer", ""),
    "assess": ("qualification:assess", "component"),
    "cosign": ("qualification:cosign", "component"),
    "edit_details": ("qualification:edit_details", "component"),
    "plan_poc": ("qualification:plan_poc", ""),
    "open_poc": ("qualification:poc", ""),
    "add_requirement": ("qualification:add_requirement", "kind"),
    "open_requirements": ("qualification:requirements", ""),
    "write_security_path": ("qualification:write_security_path", ""),
    "request_approval": ("approvals:ask", ""),
    "open_proposal": ("qualification:proposal", ""),
}
IN_PATH = {"qualification:assess", "qualification:cosign", "qualification:edit_details"}


def fix_url(opportunity_id: int, fix: Fix) -> str:
    """This function will return the address of the form that meets the criterion, filled in as far as known."""
    route, name = FORMS[fix.key]
    if route in IN_PATH:
        return reverse(route, args=[opportunity_id, fix.target])
    where = reverse(route, args=[opportunity_id])
    return f"{where}?{urlencode({name: fix.target})}" if fix.target else where


def rows_with_fixes(opportunity_id: int, evaluation: Evaluation) -> list[tuple[GateItem, str]]:
    """This function will pair each criterion, in reading order, with the address of its fix ('' where none)."""
    return [(item, fix_url(opportunity_id, item.fix) if item.fix else "") for item in evaluation.in_order]


def findings_with_fixes(opportunity_id: int, findings: list[Finding]) -> list[tuple[Finding, str]]:
    """This function will pair each finding with the address of the form that mends it."""
    return [(finding, fix_url(opportunity_id, finding.fix)) for finding in findings]
