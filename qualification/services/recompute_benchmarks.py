"""Recompute how long won deals stay in each stage (domain §9.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from qualification.models import StageBenchmark

# Fewer deals than this say little: the definition's own benchmark counts instead.
LEAST_DEALS = 10
PERIOD = timedelta(days=365)

_MEDIANS = """
    WITH stays AS (
        SELECT d.key AS process, e.opportunity_id, e.to_stage AS stage,
               lead(e.at) OVER (PARTITION BY e.opportunity_id ORDER BY e.seq) - e.at AS stay
        FROM opportunities_stageevent e
        JOIN opportunities_opportunity o ON o.id = e.opportunity_id
        JOIN process_processdefinition d ON d.id = o.definition_id
        WHERE o.stage_kind = 'won' AND o.closed_at BETWEEN %s AND %s
    ), deals AS (
        SELECT process, stage, opportunity_id, sum(extract(epoch FROM stay)) / 86400 AS days
        FROM stays WHERE stay IS NOT NULL GROUP BY process, stage, opportunity_id
    )
    SELECT process, stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY days), count(*)
    FROM deals GROUP BY process, stage HAVING count(*) >= %s
"""


def recompute_benchmarks(*, now: datetime) -> int:
    """This function will keep the median days in each stage of deals won in the last 365 days, where there are ten.

    Returns how many stages have one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_MEDIANS, [now - PERIOD, now, LEAST_DEALS])
            rows = [
                StageBenchmark(process=process, stage=stage, median_days=days, deals=deals, computed_at=now)
                for process, stage, days, deals in cursor.fetchall()
            ]
        StageBenchmark.objects.all().delete()
        StageBenchmark.objects.bulk_create(rows)
    return len(rows)
