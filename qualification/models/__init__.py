"""The records of layer 3."""

from qualification.models.assessment import Assessment, Cosignature, Reconfirmation
from qualification.models.detail import ComponentDetail
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

__all__ = [
    "VERDICTS",
    "Assessment",
    "ComponentDetail",
    "Cosignature",
    "Health",
    "HealthChange",
    "Measurement",
    "PlanSignature",
    "Poc",
    "PocSession",
    "Reconfirmation",
    "SignLink",
    "StageBenchmark",
    "SuccessPlan",
]
