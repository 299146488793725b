"""What layer 2 contributes to gates: its evaluators and the facts they read."""

from opportunities.criteria import closing, evaluators, loading

__all__ = ["closing", "evaluators", "loading"]
