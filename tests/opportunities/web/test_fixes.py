"""Every fix a criterion names leads to a form."""

from __future__ import annotations

import re
from pathlib import Path

from opportunities.views.fixes import FORMS

ROOT = Path(__file__).parents[3]


def test_no_fix_leads_nowhere() -> None:
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("*/criteria/*.py")]
    named = {key for source in sources for key in re.findall(r'\bFix\(\s*"(\w+)"', source)}
    assert len(named) > 8
    assert named - set(FORMS) == set()
