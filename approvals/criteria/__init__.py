"""What gates and layer 2 ask of commercial authority."""

from approvals.criteria import loading

__all__ = ["loading"]
