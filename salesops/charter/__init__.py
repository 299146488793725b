"""The charter: five layers, who may do what, and the refusals. Deny wins and nothing skips it."""

from salesops.charter.decide import decide, require
from salesops.charter.facts import Facts

__all__ = ["Facts", "decide", "require"]
