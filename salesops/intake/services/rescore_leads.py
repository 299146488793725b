"""Score the leads that are worked anew, because a profile has another version (domain §11.7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.queries.profiles import profiles_in_force
from salesops.core.actor import SYSTEM
from salesops.intake.domain.leads import WORKED
from salesops.intake.domain.scoring import fit_parts, total
from salesops.intake.events import LEAD_RESCORED
from salesops.intake.models import Lead
from salesops.intake.queries.leads import known_of
from salesops.intake.services.first_touch import start_clock
from salesops.intake.services.writing import save, score, tell


def rescore_leads(*, now: datetime) -> int:
    """This function will score anew every worked lead that fits otherwise now, and return how many did (§11.7).

    The others keep their score and the version it was made by, as all do that rest or are closed. It may run twice.
    """
    by = profiles_in_force()
    worked = Lead.objects.filter(status__in=WORKED).order_by("pk")
    return sum(_rescore(lead.pk, now) for lead in worked if total(fit_parts(known_of(lead), by)) != lead.fit)


def _rescore(lead_id: int, now: datetime) -> bool:
    with transaction.atomic():
        lead = Lead.objects.select_for_update(no_key=True).get(pk=lead_id)
        before = lead.fit
        score(lead, max(now, lead.scored_at))
        if not lead.is_worked or lead.fit == before:
            return False
        start_clock(lead, now=now)
        save(lead)
        data = {"fit": [before, lead.fit], "icp": lead.icp_rule_version, "persona": lead.persona_rule_version}
        tell(lead, LEAD_RESCORED, data, actor=SYSTEM, now=now)
        return True
