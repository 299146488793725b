"""The records of layer 5."""

from handoff.models.agreement import Agreement

__all__ = ["Agreement"]
