"""The records of layer 3."""

from qualification.models.assessment import Assessment, Cosignature, Reconfirmation
from qualification.models.detail import ComponentDetail
from qualification.models.extension import Extension
from qualification.models.health import Health, HealthChange, StageBenchmark
from qualification.models.poc import (
    VERDICTS,
    Measurement,
    PlanSignature,
    Poc,
    PocSession,
    SignLink,
    SuccessPlan,
)
from qualification.models.proposal import CONFIRMED_KINDS, MARGIN_KINDS, Confirmation, EffortEstimate, ProposalVersion
from qualification.models.requirement import Alignment, Judgement, Question, Requirement, SecurityStep
from qualification.models.validation import (
    REVIEW_STATES,
    SEVERITIES,
    AssumptionCheck,
    ConfidenceCall,
    RedFlag,
    Review,
    TriggerClearance,
)

__all__ = [
    "CONFIRMED_KINDS",
    "MARGIN_KINDS",
    "REVIEW_STATES",
    "SEVERITIES",
    "VERDICTS",
    "Alignment",
    "Assessment",
    "AssumptionCheck",
    "ComponentDetail",
    "ConfidenceCall",
    "Confirmation",
    "Cosignature",
    "EffortEstimate",
    "Extension",
    "Health",
    "HealthChange",
    "Judgement",
    "Measurement",
    "PlanSignature",
    "Poc",
    "PocSession",
    "ProposalVersion",
    "Question",
    "Reconfirmation",
    "RedFlag",
    "Requirement",
    "Review",
    "SecurityStep",
    "SignLink",
    "StageBenchmark",
    "SuccessPlan",
    "TriggerClearance",
]
