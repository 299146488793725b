"""Published process definitions and the rows the database guards itself with."""

from salesops.process.models.definition import (
    ProcessCriterion,
    ProcessDefinition,
    ProcessEdge,
    ProcessStage,
    ProcessStageMap,
)

__all__ = ["ProcessCriterion", "ProcessDefinition", "ProcessEdge", "ProcessStage", "ProcessStageMap"]
