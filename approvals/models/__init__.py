"""The records of layer 4."""

from approvals.models.guardrail import GuardrailSet

__all__ = ["GuardrailSet"]
