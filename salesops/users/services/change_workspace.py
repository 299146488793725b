"""Change how the workspace is run: operating mode, company name, reporting currency, minima by size."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit
from salesops.users.events import WORKSPACE_CHANGED
from salesops.users.models import WorkspaceSetting
from salesops.users.models.workspace import TeamMode
from salesops.users.services.allow import require_people_manager

CHANGEABLE = ("team_mode", "company_name", "reporting_currency", "reduces_minima")


def change_workspace(*, actor: Actor, now: datetime, **values: str | bool) -> WorkspaceSetting:
    """This function will change the named settings (domain §0.3).

    Raises: Refused unless the actor is sales operations; Invalid for a value that cannot be.
    """
    subject = RecordRef("workspace", 1)
    require_people_manager(actor, "workspace.change", subject)
    if unknown := values.keys() - set(CHANGEABLE):
        raise Invalid({name: ["There is no such setting."] for name in unknown})
    if values.get("team_mode", TeamMode.SOLO) not in TeamMode.values:
        raise Invalid({"team_mode": ["Choose solo or organisation."]})
    currency = str(values.get("reporting_currency", "USD"))
    if not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        raise Invalid({"reporting_currency": ["Give a currency of three letters, as EUR."]})
    if not isinstance(values.get("reduces_minima", False), bool):
        raise Invalid({"reduces_minima": ["Choose yes or no."]})
    with transaction.atomic():
        workspace = WorkspaceSetting.objects.select_for_update().get(pk=1)
        changed = {name: [getattr(workspace, name), value] for name, value in values.items()}
        changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
        if changed:
            for name, (_, value) in changed.items():
                setattr(workspace, name, value)
            workspace.save(update_fields=list(changed))
            record(actor=actor, action=WORKSPACE_CHANGED, subject=subject, now=now, data=changed)
            emit(type=WORKSPACE_CHANGED, subject=subject, actor=actor, now=now, data=changed)
    return workspace
