"""The same browser without a window as for the deals."""

from tests.opportunities.web.conftest import as_person, elena

__all__ = ["as_person", "elena"]
