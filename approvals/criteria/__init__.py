"""What gates and layer 2 ask of commercial authority."""

from approvals.criteria import evaluators, loading

__all__ = ["evaluators", "loading"]
