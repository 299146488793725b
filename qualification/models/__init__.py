"""The records of layer 3."""

from qualification.models.assessment import Assessment, Cosignature, Reconfirmation
from qualification.models.detail import ComponentDetail

__all__ = ["Assessment", "ComponentDetail", "Cosignature", "Reconfirmation"]
