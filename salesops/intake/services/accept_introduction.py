"""Accept an introduction: protection begins, and the partner makes it (domain §11.2–§11.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from salesops.core.actor import SYSTEM, Actor
from salesops.core.business_time import add_business_hours
from salesops.core.errors import Conflict, Invalid
from salesops.intake import events
from salesops.intake.domain.findings import KINDS, SHORTEST_WORDS, bases_left, needs_words
from salesops.intake.domain.introductions import BASES, PARTNER_HOURS, PROTECTED_FOR
from salesops.intake.models import Introduction, Lead, Protection
from salesops.intake.queries.findings import findings_for
from salesops.intake.services.acting import lock_buyer, lock_for_us, ref, require_move, tell
from salesops.intake.services.end_protection import end_protection
from salesops.intake.services.open_lead import open_lead
from salesops.intake.services.tell_partner import tell_partner, tell_us
from salesops.users.models import User
from salesops.users.queries import calendar_of, people_by_roles

HOSTS = ("sdr", "ae", "bd", "csm", "regional_vp", "leader")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """On which footing, to whom the buyer is introduced, and our word on what was found."""

    basis: str = "new_buyer"
    host_id: int | None = None
    use_case: str = ""
    words: str = ""


def accept_introduction(
    *, actor: Actor, now: datetime, receipt: str, how: Acceptance, version: int | None = None
) -> Introduction:
    """This function will take the introduction, unless what we know of the buyer leaves it no footing (§11.3).

    Whoever is accepted first holds the buyer: all who decide about one buyer take turns, and the database keeps one
    protection. The next one learns nothing of whose it is.

    Raises: NotVisible; StaleVersion; Refused; Conflict where the footing is not left, or without a valid agreement;
    Invalid.
    """
    with transaction.atomic():
        introduction = lock_for_us(actor, receipt, version)
        lock_buyer(introduction.domain, introduction.buyer_email)
        require_move(introduction, "accepted")
        if not introduction.partner.nda_on(now.date()).is_valid:
            raise Conflict(
                "R18", "The partner's non-disclosure agreement is missing or has expired.",
                next_action="Ask the partner manager to renew it.", action="intro.decide", subject=ref(introduction),
            )  # fmt: skip
        _require_footing(introduction, how, now)
        lead = _open_lead(introduction, how, now)
        host = _host(actor, how.host_id or lead.owner_id or introduction.reviewer_id)
        introduction.basis, introduction.note = how.basis, " ".join(how.words.split())
        introduction.use_case, introduction.host = " ".join(how.use_case.split()), host
        introduction.decided_at, introduction.decided_by_id = now, actor.user_id
        introduction.answered_at = introduction.answered_at or now
        calendar = calendar_of(introduction.submitted_by_id)
        introduction.introduce_by = add_business_hours(now, PARTNER_HOURS, calendar=calendar)
        if how.basis != "influence" and introduction.partner.owes_fee_on(now.date()):
            introduction.fee_state = "agreed"
        introduction.accept()
        introduction.save()
        data = {"basis": how.basis, "host_id": host.pk, "lead_id": lead.pk}
        tell(introduction, events.INTRO_ACCEPTED, actor=actor, now=now, data=data)
        if how.basis != "influence":
            _protect(introduction, actor=actor, now=now)
        _tell_both(introduction, host, now)
    return introduction


def _open_lead(introduction: Introduction, how: Acceptance, now: datetime) -> Lead:
    """Open the lead that comes of it: the territory says whose it is, sales development first (§11.5)."""
    return open_lead(
        actor=SYSTEM,
        now=now,
        source="partner_introduction",
        source_detail=introduction.partner.name,
        introduction_id=introduction.pk,
        company=introduction.company,
        domain=introduction.domain,
        country=str(introduction.country),
        city=introduction.city,
        person_name=introduction.buyer_name,
        person_email=introduction.buyer_email,
        person_phone=introduction.buyer_phone,
        person_title=introduction.buyer_title,
        use_case=how.use_case,
        note=f"{introduction.problem}\n\nWanted: {introduction.timeline}",
    )


def _host(actor: Actor, host_id: int | None) -> User:
    host = people_by_roles(actor, HOSTS).filter(pk=host_id or 0).first()
    if host is None:
        raise Invalid({"host_id": ["Choose who of sales meets the buyer."]})
    return host


def _require_footing(introduction: Introduction, how: Acceptance, now: datetime) -> None:
    if how.basis not in BASES:
        raise Invalid({"basis": ["Choose a footing."]})
    findings = findings_for(introduction, now)
    if how.basis not in bases_left(findings):
        stand = sorted({KINDS[each.kind].lower() for each in findings if how.basis not in bases_left([each])})
        raise Conflict(
            "footing", f"It cannot be accepted as it is: {', '.join(stand)}.",
            next_action="Choose another footing, or decline it.", action="intro.decide", subject=ref(introduction),
        )  # fmt: skip
    wrong = {}
    if how.basis == "separate_use_case" and not how.use_case.strip():
        wrong["use_case"] = ["Name the use case that is new."]
    if needs_words(findings) and len(" ".join(how.words.split())) < SHORTEST_WORDS:
        wrong["words"] = [f"Say in {SHORTEST_WORDS} characters or more why what was found does not stand against it."]
    if wrong:
        raise Invalid(wrong)


def _protect(introduction: Introduction, *, actor: Actor, now: datetime) -> None:
    email = introduction.buyer_email.lower()
    scope = introduction.use_case.casefold() if introduction.basis == "separate_use_case" else ""
    for old in Protection.objects.filter(
        domain=introduction.domain, ended_at__isnull=True, is_held=False, ends_at__lte=now
    ) | Protection.objects.filter(buyer_email=email, ended_at__isnull=True, is_held=False, ends_at__lte=now):
        end_protection(old.introduction, reason="ran_out", actor=actor, now=now)
    try:
        with transaction.atomic():
            protection = Protection.objects.create(
                introduction=introduction, partner_id=introduction.partner_id, domain=introduction.domain,
                buyer_email=email, company_key=introduction.company_key, scope=scope,
                accepted_at=now, ends_at=now + PROTECTED_FOR,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(
            "protected", "This buyer is protected for another introduction.", next_action="Decline it as a duplicate.",
            action="intro.decide", subject=ref(introduction),
        ) from error  # fmt: skip
    data = {"ends_at": protection.ends_at.isoformat(), "scope": protection.scope}
    tell(introduction, events.PROTECTION_BEGUN, actor=actor, now=now, data=data)


def _tell_both(introduction: Introduction, host: User, now: datetime) -> None:
    protected = "" if introduction.basis == "influence" else " The buyer is protected for you for 90 days."
    tell_partner(
        introduction, key="accepted", now=now, title=f"{introduction.company} is accepted: introduce {host.name}",
        body=f"Put {introduction.buyer_name} and {host.name} in touch within five business days.{protected}",
    )  # fmt: skip
    tell_us(
        introduction, key="host", to=host.pk, now=now,
        title=f"Expect {introduction.buyer_name} of {introduction.company}",
        body=f"{introduction.partner.name} introduces you within five business days.",
    )  # fmt: skip
