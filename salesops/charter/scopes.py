"""What each scope of an API key opens (reliability: programs get less than their owner, never more)."""

from __future__ import annotations

SCOPES: dict[str, tuple[str, ...]] = {
    "deal:read": ("opp.view_summary", "opp.view_full", "metrics.view"),
    "deal:read.com": (),
    "person:read": (),
    "deal:write": (
        "opp.create",
        "opp.own",
        "opp.edit_core",
        "opp.edit_commercial",
        "next_step.own",
        "meddpicc.set",
        "criterion.attest",
        "criterion.waive",
        "owner.change",
        "redflag.raise",
        "collaboration.request",
        "collaboration.answer",
        "account.edit",
        "poc.plan",
        "poc.record_result",
        "scope.edit",
        "validation.request",
        "proposal.finalise",
        "meeting.organise_technical",
        "signature.collect",
    ),
    "deal:validate": ("validation.decide", "scope.set_processor_or_tool"),
    "deal:move": (
        "stage.forward",
        "stage.skip",
        "stage.back_one",
        "stage.back_many",
        "opp.mark_lost",
        "opp.reopen",
        "opp.reengage",
        "opp.confirm_won",
        "opp.void_won",
    ),
    "approval:request": ("approval.submit", "decommission.request", "escalation.raise"),
    "intro:read": (),
    "intro:decide": ("intro.decide",),
    "intro:write": ("intro.submit",),
    "account:read": (),
    "process:read": (),
    "account:write": ("account.edit", "account.merge"),
    "lead:read": (),
    # A conversion opens a deal with its account, so it asks for deal:write and account:write besides.
    "lead:write": ("lead.create", "lead.qualify", "asset.edit"),
    "import:run": ("import.run", "import.migrate", "process.migrate"),
    "event:read": (),
    "inbox:read": (),
    "inbox:write": (),
    "audit:read": ("audit.view",),
}

_ACTIONS_OF_SCOPE = {scope: frozenset(actions) for scope, actions in SCOPES.items()}
_ACTIONS_OF_KEYS = frozenset().union(*_ACTIONS_OF_SCOPE.values())


def any_scope_allows(action: str) -> bool:
    """This function will say whether a key can carry the action at all; what it cannot only a person does."""
    return action in _ACTIONS_OF_KEYS


def scope_allows(scopes: frozenset[str] | None, action: str) -> bool:
    """This function will say whether a key with these scopes may ask for the action; None is a person."""
    if scopes is None:
        return True
    return any(action in _ACTIONS_OF_SCOPE.get(scope, ()) for scope in scopes)
