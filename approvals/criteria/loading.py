"""Loads how the commercial terms of many deals stand with those who approve them, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from approvals.domain.covering import Approval, Commercial, cover_of
from approvals.domain.envelope import Envelope
from opportunities.domain.commercial import CommercialStanding, Pending
from opportunities.domain.offers import OfferTerms
from salesops.process.domain.registry import facts

_STANDING = """
    SELECT o.id,
           ARRAY(SELECT json_build_array(r.id, r.kind, r.offer_id, r.submitted_at, coalesce((
                     SELECT string_agg(u.name, ', ' ORDER BY s.id) FROM approvals_approvalstep s
                     JOIN users_user u ON u.id = s.approver_id WHERE s.request_id = r.id AND step_waits(s)), ''))
                 FROM approvals_approvalrequest r
                 WHERE r.opportunity_id = o.id AND r.state IN ('submitted', 'in_review') ORDER BY r.id),
           ARRAY(SELECT json_build_array(r.id, r.envelope, r.decided_at, r.expires_on, ARRAY(
                     SELECT u.name FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id
                     JOIN users_user u ON u.id = d.by_id
                     WHERE s.request_id = r.id AND s.round = r.round AND d.verdict = 'approved' ORDER BY d.id),
                     CASE r.state WHEN 'approved' THEN '' ELSE r.state END)
                 FROM approvals_approvalrequest r
                 WHERE r.opportunity_id = o.id AND r.envelope IS NOT NULL ORDER BY r.decided_at DESC, r.id DESC),
           ARRAY(SELECT json_build_array(f.id, offer_needs_approval(f.id, %(at)s), offer_terms(f.id))
                 FROM opportunities_offer f WHERE f.opportunity_id = o.id AND f.state <> 'withdrawn' ORDER BY f.id),
           offer_of_deal(o.id),
           EXISTS (SELECT 1 FROM approvals_escalation e WHERE e.opportunity_id = o.id AND e.closed_at IS NULL),
           EXISTS (SELECT 1 FROM approvals_approvalrequest r
                   WHERE r.opportunity_id = o.id AND r.kind = 'poc_skip' AND r.state = 'approved'
                     AND r.expires_on >= (%(at)s AT TIME ZONE 'UTC')::date),
           o.acv = o.base_acv
    FROM opportunities_opportunity o WHERE o.id = ANY(%(ids)s)
"""


def load_standings(ids: Sequence[int], now: datetime) -> Mapping[int, Commercial]:
    """This function will read pending requests, covers and escalations of many deals in one statement (domain §6)."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"ids": list(ids), "at": now})
        return {row[0]: _standing(now.date(), *row[1:]) for row in cursor.fetchall()}


def _standing(
    today: date,
    pending: list[list[Any]],
    given: list[list[Any]],
    offers: list[list[Any]],
    offer_id: int | None,
    has_open_escalation: bool,
    may_skip_poc: bool,
    keeps_price: bool,
) -> Commercial:
    approvals = [_approval(*each) for each in given]
    return Commercial(
        pending=tuple(Pending(pk, kind, offer, _moment(at), names) for pk, kind, offer, at, names in pending),
        covers={
            pk: cover_of(OfferTerms.read(terms), approvals, is_needed=is_needed, today=today)
            for pk, is_needed, terms in offers
        },
        has_open_escalation=has_open_escalation,
        offer_id=offer_id,
        may_skip_poc=may_skip_poc,
        keeps_price=bool(keeps_price),
    )


def _approval(pk: int, envelope: Mapping[str, Any], at: str, until: str, names: list[str], ended: str) -> Approval:
    return Approval(pk, Envelope.read(envelope), _moment(at), date.fromisoformat(until), tuple(names), ended)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


facts("opportunity", Commercial)(load_standings)
facts("opportunity", CommercialStanding)(load_standings)
