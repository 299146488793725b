"""Guardrails and approvals in plain Python (docs/domain.md §6)."""
