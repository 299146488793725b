"""Keep the segment an account has for the fiscal year when its size changes."""

from __future__ import annotations

from datetime import datetime

from salesops.accounts.domain.segments import segment_of
from salesops.territories.domain.segments import fiscal_year
from salesops.territories.models import FrozenSegment
from salesops.territories.queries import day_of


def freeze_segment(*, account_id: int, employees: int | None, now: datetime) -> None:
    """This function will keep the segment of a size that is given up, for this fiscal year (domain §5.2 c).

    Nothing is kept of an unknown size; the first change of the year counts, and later ones change nothing.
    """
    if employees is not None:
        FrozenSegment.objects.bulk_create(
            [
                FrozenSegment(
                    account_id=account_id,
                    fiscal_year=fiscal_year(day_of(now)),
                    segment=segment_of(employees),
                    employees=employees,
                    frozen_at=now,
                )
            ],
            ignore_conflicts=True,
        )
