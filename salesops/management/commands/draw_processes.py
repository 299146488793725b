"""Write docs/state-machines.md from the definition files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from salesops.process.domain.drawing import draw
from salesops.process.services.publish import read_files


class Command(BaseCommand):
    """Draws every definition of this release."""

    help = "Write docs/state-machines.md from the process definition files."

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will write the document and print where."""
        path = Path(settings.BASE_DIR) / "docs" / "state-machines.md"
        path.write_text(draw(read_files()), encoding="utf-8")
        self.stdout.write(str(path))
