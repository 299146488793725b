"""What the forms of one opportunity offer to choose from."""

from __future__ import annotations

from opportunities.domain.kinds import SUBTYPES, label
from opportunities.models import Activity, Document, Opportunity, Product
from salesops.accounts.queries import accounts, contacts, partners
from salesops.core.actor import Actor
from salesops.process.queries import definition_of, published
from salesops.users.queries import people, people_by_roles

Choice = list[tuple[str, str]]
MOST = 500


def contact_choices(actor: Actor, row: Opportunity) -> Choice:
    """This function will list the account's contacts who are still there."""
    if row.account_id is None:
        return []
    found = contacts(actor, account_id=row.account_id).filter(left_at__isnull=True)[:MOST]
    return [(str(each.pk), f"{each.name}, {each.title}" if each.title else each.name) for each in found]


def activity_choices(actor: Actor, row: Opportunity) -> Choice:
    """This function will list the deal's activities, newest first."""
    found = Activity.objects.filter(opportunity=row).order_by("-happened_at", "-id")[:MOST]
    return [
        (str(each.pk), f"{each.get_kind_display()}, {each.happened_at:%-d %b %Y}: {each.subject}") for each in found
    ]


def document_choices(actor: Actor, row: Opportunity) -> Choice:
    """This function will list the deal's documents, newest first."""
    found = Document.objects.filter(opportunity=row).order_by("-id")[:MOST]
    return [(str(each.pk), f"{each.title}, {each.get_state_display()}") for each in found]


def people_choices(actor: Actor) -> Choice:
    """This function will list colleagues by name."""
    return [(str(each.pk), each.name) for each in people(actor).filter(is_active=True).order_by("name")[:MOST]]


def owner_choices(actor: Actor, row: Opportunity) -> Choice:
    """This function will list the people whose role may own a deal of this process."""
    found = people_by_roles(actor, definition_of(row.definition_id).owner_roles)
    return [(str(each.pk), each.name) for each in found]


def partner_choices(actor: Actor) -> Choice:
    """This function will list partners by name."""
    return [(str(each.pk), each.name) for each in partners(actor)[:MOST]]


def account_choices(actor: Actor) -> Choice:
    """This function will list accounts by name."""
    return [(str(pk), name) for pk, name in accounts(actor).order_by("name").values_list("id", "name")[:MOST]]


def product_choices(actor: Actor) -> Choice:
    """This function will list the catalogue."""
    return [(str(each.pk), each.name) for each in Product.objects.order_by("name")[:MOST]]


def subtype_choices(row: Opportunity) -> Choice:
    """This function will list the sub-types the deal's process takes."""
    return [(key, label(SUBTYPES, key)) for key in definition_of(row.definition_id).subtypes]


def process_choices(actor: Actor) -> Choice:
    """This function will list the published processes a deal can follow."""
    return [(row.key, definition_of(row.pk).title) for row in published()]
