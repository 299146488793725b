"""What layer 3 contributes to gates: MEDDPICC, the proof of concept, requirements, questions, scope and verdict."""

from qualification.criteria import evaluators, lists, loading, scope

__all__ = ["evaluators", "lists", "loading", "scope"]
