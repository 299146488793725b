"""Take what a stranger writes on the public form: a lead, or a signal of one that is here (domain §11.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.core.actor import SYSTEM
from salesops.intake.domain.leads import PARKED, WORKED
from salesops.intake.models import Lead, MarketingAsset
from salesops.intake.services.open_lead import NewSignal, open_lead
from salesops.intake.services.record_signal import record_signal
from salesops.web.services.count_attempt import Limit, require_attempt
from salesops.web.services.proof_of_work import read_proof, spend

# A person asks once or twice; what asks more often is no person (reliability P23).
ASKS = Limit(most=10, seconds=60 * 60)
# A browser without scripts does no work, and asks seldom (interface §1: forms work without them).
ASKS_WITHOUT_PROOF = Limit(most=2, seconds=60 * 60)
PURPOSE = "enquiry"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What was written, the asset or campaign it came by, and whether a demo was asked for.

    `trap` is what stood in the field no person sees; `challenge` and `proof` are the work the browser did.
    """

    answers: Mapping[str, Any]
    wants_demo: bool = False
    asset_id: int | None = None
    campaign: str = ""
    trap: str = ""
    challenge: str = ""
    proof: str = ""


def receive_enquiry(*, address: str, now: datetime, enquiry: Enquiry) -> None:
    """This function will open a lead, or add the enquiry to the one of the same e-mail that is worked or rests.

    It answers nothing, so that nobody learns whom we know; what fell into the trap is dropped without a word.
    `address` is where the request came from.

    Raises: TooMany; Invalid with every complaint.
    """
    nonce = _admit(address, enquiry)
    if enquiry.trap:
        return
    with transaction.atomic():
        signal = NewSignal(
            kind="demo_form" if enquiry.wants_demo else "contact_form",
            asset_id=_published(enquiry.asset_id),
            campaign=enquiry.campaign,
            note=enquiry.answers["note"],
        )
        known = _known(enquiry.answers["person_email"])
        if known is not None:
            record_signal(actor=SYSTEM, now=now, lead_id=known.pk, signal=signal)
        else:
            open_lead(actor=SYSTEM, now=now, source="inbound_form", signals=[signal], **enquiry.answers)
        # Only what succeeds uses the work up; whatever fails here takes everything back.
        if nonce:
            spend(nonce)


def _admit(address: str, enquiry: Enquiry) -> str:
    """Count the try, and return the number of the work that was done for it, if any was."""
    said = {"then": "or write to us by mail.", "why": "Too many enquiries from here."}
    require_attempt(f"enquiry:address:{address}", ASKS, **said)
    if enquiry.proof or enquiry.challenge:
        return read_proof(PURPOSE, enquiry.challenge, enquiry.proof)
    require_attempt(f"enquiry:without-proof:{address}", ASKS_WITHOUT_PROOF, **said)
    return ""


def _known(email: str) -> Lead | None:
    rows = Lead.objects.filter(person_email__iexact=email, status__in=(*WORKED, *PARKED))
    return rows.order_by("-opened_at", "-id").first()


def _published(asset_id: int | None) -> int | None:
    rows = MarketingAsset.objects.filter(pk=asset_id or 0, published_at__isnull=False)
    return rows.values_list("pk", flat=True).first()
