"""What layer 3 contributes to gates: MEDDPICC minima and complete decision steps."""

from qualification.criteria import evaluators, loading

__all__ = ["evaluators", "loading"]
