"""The same browser without a window as for the deals."""

from __future__ import annotations

from tests.opportunities.web.conftest import as_person

__all__ = ["as_person"]
