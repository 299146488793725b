"""Reads of obligations for planning."""

from __future__ import annotations

from collections.abc import Sequence

from salesops.reminders.domain.planning import Chain, Occasion
from salesops.reminders.models import Obligation

OCCASION = ("rule", "subject_kind", "subject_id", "lane", "anchor")


def chains_of(scope: str, ids: Sequence[int], *, rules: Sequence[str]) -> dict[int, dict[Occasion, Chain]]:
    """This function will return the last turn of every occasion of some rules, by record of the scope."""
    rows = Obligation.objects.filter(scope=scope, scope_id__in=ids, rule__in=rules)
    rows = rows.order_by(*OCCASION, "-turn").distinct(*OCCASION)
    chains: dict[int, dict[Occasion, Chain]] = {scope_id: {} for scope_id in ids}
    for row in rows.values_list("scope_id", *OCCASION, "id", "turn", "status", "due_at"):
        chains[row[0]][Occasion(*row[1:6])] = Chain(*row[6:])
    return chains
