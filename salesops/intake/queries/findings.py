"""Compare an introduction with everything we know: introductions, accounts, protection, and higher rooms (§11.3)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from salesops.accounts.domain.naming import SAME_FROM, likeness
from salesops.accounts.models import Account, Contact
from salesops.intake.domain.findings import Buyer, Finding
from salesops.intake.domain.introductions import STATES
from salesops.intake.models import Introduction, Protection
from salesops.intake.registry import found_above

# PostgreSQL's index finds the candidates; the rule itself is plain Python (accounts.domain.naming.likeness).
MOST_CANDIDATES = 50


def findings_for(introduction: Introduction, now: datetime) -> list[Finding]:
    """This function will return everything that speaks against taking the introduction as new (domain §11.3)."""
    accounts = _accounts(introduction)
    buyer = Buyer(
        domain=introduction.domain,
        email=introduction.buyer_email.lower(),
        name=introduction.buyer_name,
        company_key=introduction.company_key,
        country=str(introduction.country),
        exact_ids=tuple(account.pk for account, is_exact in accounts if is_exact),
        probable_ids=tuple(account.pk for account, is_exact in accounts if not is_exact),
    )
    return [
        *_protected(introduction, now),
        *found_above(buyer, now),
        *(_of_account(account, is_exact=is_exact) for account, is_exact in accounts),
        *_other_introductions(introduction),
    ]


def _accounts(introduction: Introduction) -> list[tuple[Account, bool]]:
    """List the accounts that are the company, or probably are: by domain, by the buyer, by name, by family."""
    known = Account.objects.filter(merged_into__isnull=True)
    by_buyer = Contact.objects.filter(email__iexact=introduction.buyer_email, merged_into__isnull=True)
    exact = known.filter(Q(domain=introduction.domain) | Q(pk__in=by_buyer.values("account_id"))).order_by("pk")
    found = {account.pk: (account, True) for account in exact[:MOST_CANDIDATES]}
    alike = known.filter(country__in=[introduction.country, ""], normal_name__trigram_similar=introduction.company_key)
    for account in alike.order_by("pk")[:MOST_CANDIDATES]:
        if likeness(account.name, introduction.company) >= SAME_FROM:
            found.setdefault(account.pk, (account, False))
    family = Q(parent__in=list(found)) | Q(subsidiaries__in=list(found))
    for account in known.filter(family).distinct().order_by("pk")[:MOST_CANDIDATES] if found else ():
        found.setdefault(account.pk, (account, False))
    return list(found.values())


def _of_account(account: Account, *, is_exact: bool) -> Finding:
    facts = {"Name": account.name, "Website": account.domain, "Country": account.country.name, "City": account.city}
    return Finding(
        "exact" if is_exact else "probable",
        account.name,
        "An account has this website or this buyer."
        if is_exact
        else "An account has a name like it, or its family has.",
        reverse("accounts:page", args=[account.pk]),
        facts,
    )


def _other_introductions(introduction: Introduction) -> list[Finding]:
    others = Introduction.objects.exclude(pk=introduction.pk).exclude(state="draft").select_related("partner")
    same = Q(domain=introduction.domain) | Q(buyer_email__iexact=introduction.buyer_email)
    found = [(other, True) for other in others.filter(same).order_by("submitted_at", "id")[:MOST_CANDIDATES]]
    known = {other.pk for other, _ in found}
    alike = others.filter(country=introduction.country, company_key__trigram_similar=introduction.company_key)
    for other in alike.order_by("submitted_at", "id")[:MOST_CANDIDATES]:
        if other.pk not in known and likeness(other.company, introduction.company) >= SAME_FROM:
            found.append((other, False))
    return [_of_introduction(other, introduction, is_exact=is_exact) for other, is_exact in found]


def _of_introduction(other: Introduction, introduction: Introduction, *, is_exact: bool) -> Finding:
    # One that is being sent has no number yet, and every other came before it.
    own_place = (introduction.submitted_at, introduction.pk or other.pk + 1)
    came = "before" if (other.submitted_at, other.pk) < own_place else "after"
    facts = {
        "Name": other.company, "Website": other.domain, "Country": other.country.name, "City": other.city,
        "Buyer": other.buyer_name, "E-mail": other.buyer_email, "Partner": other.partner.name,
        "State": STATES[other.state],
    }  # fmt: skip
    return Finding(
        "exact" if is_exact else "probable",
        f"{other.receipt} of {other.partner.name}",
        f"Introduced {came} this one, on {other.submitted_at:%d %b %Y}. {STATES[other.state]}.",
        reverse("intake:introduction", args=[other.receipt]),
        facts,
    )


def standing(domain: str, email: str, now: datetime) -> list[Protection]:
    """This function will return the protections that stand now over a company or a buyer, earliest first (§11.4)."""
    theirs = Q(domain=domain) | Q(buyer_email=email.lower())
    rows = Protection.objects.filter(theirs, ended_at__isnull=True).filter(Q(is_held=True) | Q(ends_at__gt=now))
    return list(
        rows.select_related("partner", "introduction").order_by("accepted_at", "introduction__submitted_at", "id")
    )


def _protected(introduction: Introduction, now: datetime) -> list[Finding]:
    found = standing(introduction.domain, introduction.buyer_email, now)
    return [
        Finding(
            "protected",
            f"{each.introduction.receipt} of {each.partner.name}",
            "While its opportunity is open." if each.is_held else f"Until {each.ends_at:%d %b %Y}.",
            reverse("intake:introduction", args=[each.introduction.receipt]),
        )
        for each in found
        if each.introduction_id != introduction.pk
    ]
