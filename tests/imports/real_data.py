"""Where the real data set is, if it is."""

from pathlib import Path

REAL_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "crm-sales-opportunities"
