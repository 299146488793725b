"""The records of layer 4."""

from approvals.models.back_test import BackTest
from approvals.models.decision import Decision
from approvals.models.delegation import Delegation
from approvals.models.escalation import Escalation
from approvals.models.guardrail import GuardrailSet
from approvals.models.request import ApprovalRequest, ApprovalStep

__all__ = ["ApprovalRequest", "ApprovalStep", "BackTest", "Decision", "Delegation", "Escalation", "GuardrailSet"]
