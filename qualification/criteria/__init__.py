"""What layer 3 contributes to gates: MEDDPICC, the proof of concept, requirements and questions."""

from qualification.criteria import evaluators, lists, loading

__all__ = ["evaluators", "lists", "loading"]
