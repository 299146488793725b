"""The records about customers and partners."""

from salesops.accounts.models.account import Account
from salesops.accounts.models.contact import Contact, ContactPosition
from salesops.accounts.models.merge import MergedRow, MergeRecord
from salesops.accounts.models.partner import Partner, PartnerPerson
from salesops.accounts.models.profile import ProfileVersion

__all__ = [
    "Account",
    "Contact",
    "ContactPosition",
    "MergeRecord",
    "MergedRow",
    "Partner",
    "PartnerPerson",
    "ProfileVersion",
]
