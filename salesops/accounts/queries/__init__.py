"""Read accounts, contacts and partners: what an actor may see, and what may be a duplicate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Min, Q, QuerySet

from salesops.accounts.domain.naming import normal_domain, normal_name
from salesops.accounts.models import Account, Contact, ContactPosition, MergeRecord, Partner
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

# Everyone who works here knows the customers; partners' people know only their own introductions (domain §1.3).
OUTSIDE_ROLES = frozenset({"partner_rep"})
ALIKE_FROM = 0.45
MOST_SUGGESTIONS = 5


def sees_customers(actor: Actor) -> bool:
    """This function will say whether the actor may see accounts and contacts at all."""
    return actor.via == "system" or bool(actor.roles - OUTSIDE_ROLES)


def visible_to(actor: Actor) -> QuerySet[Account]:
    """This function will return the accounts the actor may see; absorbed duplicates are never among them."""
    rows = Account.objects.filter(merged_into__isnull=True)
    return rows if sees_customers(actor) else rows.none()


def account_by_id(actor: Actor, account_id: int) -> Account:
    """This function will return one account.

    Raises: NotVisible where there is none for this actor.
    """
    found = visible_to(actor).select_related("parent", "owner").filter(pk=account_id).first()
    if found is None:
        raise NotVisible("account_not_found", "There is no such account here.")
    return found


def accounts(actor: Actor, search: str = "") -> QuerySet[Account]:
    """This function will return the accounts whose name or domain holds the words, all without words."""
    rows = visible_to(actor)
    return rows.filter(Q(name__icontains=search) | Q(domain__icontains=search)) if search else rows


def contacts_visible_to(actor: Actor) -> QuerySet[Contact]:
    """This function will return the contacts the actor may see."""
    rows = Contact.objects.filter(merged_into__isnull=True, account__merged_into__isnull=True)
    return rows if sees_customers(actor) else rows.none()


def contact_by_id(actor: Actor, contact_id: int) -> Contact:
    """This function will return one contact with its account.

    Raises: NotVisible where there is none for this actor.
    """
    found = contacts_visible_to(actor).select_related("account").filter(pk=contact_id).first()
    if found is None:
        raise NotVisible("contact_not_found", "There is no such contact here.")
    return found


def contacts(actor: Actor, search: str = "", account_id: int | None = None) -> QuerySet[Contact]:
    """This function will return contacts with their accounts, by words of name or e-mail, of one account if named."""
    rows = contacts_visible_to(actor).select_related("account")
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    return rows.filter(Q(name__icontains=search) | Q(email__icontains=search)) if search else rows


def partners(actor: Actor) -> QuerySet[Partner]:
    """This function will return the partners the actor may see."""
    return Partner.objects.all() if sees_customers(actor) else Partner.objects.none()


def partner_by_id(actor: Actor, partner_id: int) -> Partner:
    """This function will return one partner.

    Raises: NotVisible where there is none for this actor.
    """
    found = partners(actor).filter(pk=partner_id).first()
    if found is None:
        raise NotVisible("partner_not_found", "There is no such partner here.")
    return found


def merges_of_account(actor: Actor, account_id: int) -> QuerySet[MergeRecord]:
    """This function will return the merges into an account, undone ones too.

    Raises: NotVisible where there is no such account for this actor.
    """
    return MergeRecord.objects.filter(kind="account", kept_id=account_by_id(actor, account_id).pk)


def merges_of_contact(actor: Actor, contact_id: int) -> QuerySet[MergeRecord]:
    """This function will return the merges into a contact, undone ones too.

    Raises: NotVisible where there is no such contact for this actor.
    """
    return MergeRecord.objects.filter(kind="contact", kept_id=contact_by_id(actor, contact_id).pk)


def positions(actor: Actor, contact_id: int) -> QuerySet[ContactPosition]:
    """This function will return the role history of a contact, newest first.

    Raises: NotVisible where there is no such contact for this actor.
    """
    return ContactPosition.objects.filter(contact=contact_by_id(actor, contact_id)).order_by("-from_at", "-id")


def family(actor: Actor, account: Account) -> list[Account]:
    """This function will return the account's parent and subsidiaries, the parent first."""
    around = Q(parent_id=account.pk) | Q(pk=account.parent_id)
    rows = visible_to(actor).filter(around).order_by("name", "id")
    return sorted(rows, key=lambda item: item.pk != account.parent_id)


@dataclass(frozen=True, slots=True)
class Match:
    """What was found under a name: the account itself, or accounts with names alike (best first)."""

    account: Account | None
    suggestions: tuple[Account, ...] = ()


def find_or_suggest(actor: Actor, *, name: str, domain: str = "") -> Match:
    """This function will find an account by domain or normal name, or suggest those spelled alike (domain §11.3).

    One account under the domain or the name is found; several, or none, are only suggested.
    """
    host = normal_domain(domain) or ""
    rows = visible_to(actor)
    if host:
        by_domain = list(rows.filter(domain=host)[:2])
        if len(by_domain) == 1:
            return Match(by_domain[0])
    same = list(rows.filter(normal_name=normal_name(name)).order_by("id")[:MOST_SUGGESTIONS])
    if len(same) == 1:
        return Match(same[0])
    return Match(None, tuple(same) or tuple(alike(actor, name)))


def accounts_of_domains(domains: Iterable[str]) -> dict[str, int]:
    """This function will return the account under each web domain, where it is exactly one, in one statement."""
    rows = Account.objects.filter(merged_into__isnull=True, domain__in=sorted(set(domains) - {""}))
    found = rows.values("domain").annotate(number=Count("id"), first=Min("id")).order_by()
    return {row["domain"]: row["first"] for row in found if row["number"] == 1}


def alike(actor: Actor, name: str, *, except_id: int | None = None) -> list[Account]:
    """This function will return accounts whose names are spelled alike, best first (trigram similarity ≥ 0.45)."""
    wanted = normal_name(name)
    rows = visible_to(actor).filter(normal_name__trigram_similar=wanted)
    rows = rows.annotate(likeness=TrigramSimilarity("normal_name", wanted)).filter(likeness__gte=ALIKE_FROM)
    if except_id is not None:
        rows = rows.exclude(pk=except_id)
    return list(rows.order_by("-likeness", "id")[:MOST_SUGGESTIONS])


def find_accounts_by_normal_name(actor: Actor, names: list[str]) -> dict[str, Account]:
    """This function will return the visible accounts under many names at once, by normal name (oldest wins)."""
    wanted = {normal_name(name) for name in names}
    rows = visible_to(actor).filter(normal_name__in=wanted).order_by("-id")
    return {account.normal_name: account for account in rows}


PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of accounts. `number` starts at 1."""

    rows: list[Account]
    number: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class ContactPage:
    """One page of contacts. `number` starts at 1."""

    rows: list[Contact]
    number: int
    has_next: bool


def account_page(actor: Actor, search: str, number: int) -> AccountPage:
    """This function will return one page of accounts by name, with their owners."""
    start = (number - 1) * PAGE_SIZE
    rows = list(
        accounts(actor, search).select_related("owner", "parent").order_by("name", "id")[start : start + PAGE_SIZE + 1]
    )
    return AccountPage(rows[:PAGE_SIZE], number, len(rows) > PAGE_SIZE)


def contact_page(actor: Actor, search: str, number: int) -> ContactPage:
    """This function will return one page of contacts by name, with their accounts."""
    start = (number - 1) * PAGE_SIZE
    rows = list(contacts(actor, search).order_by("name", "id")[start : start + PAGE_SIZE + 1])
    return ContactPage(rows[:PAGE_SIZE], number, len(rows) > PAGE_SIZE)


def merge_by_id(actor: Actor, merge_id: int, kind: str) -> MergeRecord:
    """This function will return one merge. Raises: NotVisible where there is none for this actor."""
    found = MergeRecord.objects.filter(pk=merge_id, kind=kind).first() if sees_customers(actor) else None
    if found is None:
        raise NotVisible("merge_not_found", "There is no such merge here.")
    return found


def merge_candidates(actor: Actor, account: Account) -> list[tuple[str, str]]:
    """This function will list what may be a duplicate of an account: alike ones first, then by name."""
    near = alike(actor, account.name, except_id=account.pk)
    rest = visible_to(actor).exclude(pk__in=[account.pk, *(each.pk for each in near)]).order_by("name")[:300]
    return [(str(each.pk), f"{each.name}, looks alike") for each in near] + [(str(each.pk), each.name) for each in rest]
