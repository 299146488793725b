"""The documents each closing channel asks for before a deal is won, and what never is enough (domain §7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opportunities.domain.kinds import Choices, label

REASON_LENGTH = 20
# From this probability on (Negotiate in the standard process) going back is a leader's decision.
LATE_STAGE_PERCENT = 75
# The talks about terms begin at 75 % in the standard process, and at 60 % in the three-stage one.
TALKS_PERCENT = 60
# What is sent to be signed. The twin is `papers_under_way()` in migrations/0014_terms.sql.
PAPERS = ("agreement", "statement_of_work", "memorandum", "quote")
# In Signature the papers are on their way, in every process that has the stage.
SIGNATURE_PERCENT = 90
# What may be asked for, and by the kind of the document that settles it. Which of them a channel asks for says
# `closing_set()` in migrations/0016_closing.sql, which is also what the last gate reads.
ITEMS: Choices = [
    ("choice", "The customer's written choice"),
    ("cover", "Approval that covers the chosen option"),
    ("signer", "Signer named, with authority"),
    ("administrator", "Marketplace administrator named"),
    ("signed_quote", "Quote signed by the named signer"),
    ("signed_paper", "Quote or agreement, signed with name, title, company and date"),
    ("marketplace_offer", "Private offer equal to the signed quote"),
    ("acceptance_email", "Marketplace's e-mail that the offer was accepted"),
    ("purchase_order", "Purchase order that names our quote"),
    ("framework", "Framework agreement, or approval of legal and finance"),
    ("end_acceptance", "The end customer's acceptance"),
    ("agreement_or_memorandum", "Signed agreement or memorandum"),
    ("invoice", "Invoice issued"),
    ("payment", "Payment received"),
    ("renewal_clause", "Running agreement that renews by itself"),
    ("renewal_notice", "Renewal notice sent"),
    ("no_objection", "Record that nobody objected"),
]
# The kind of document to file for an item; the others are settled by an act.
FILED_AS = {
    "signer": "signer_authority",
    "signed_quote": "quote",
    "signed_paper": "agreement",
    "acceptance_email": "acceptance_email",
    "purchase_order": "purchase_order",
    "framework": "framework_agreement",
    "end_acceptance": "end_acceptance",
    "agreement_or_memorandum": "memorandum",
    "invoice": "invoice",
    "payment": "invoice",
    "renewal_notice": "renewal_notice",
    "no_objection": "no_objection",
}
# The customer's last word, by channel; each channel asks for some of them.
ANSWERS = (
    *("acceptance_email", "signed_paper", "purchase_order", "end_acceptance"),
    *("agreement_or_memorandum", "no_objection"),
)
NEVER_ENOUGH = ("a verbal yes", "an informal e-mail", "an envelope that was only sent")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a deal's closing set."""

    key: str
    is_there: bool

    @property
    def label(self) -> str:
        """The words for it."""
        return label(ITEMS, self.key)

    @property
    def kind(self) -> str:
        """The kind of document that settles it; empty where an act does."""
        return FILED_AS.get(self.key, "")


@dataclass(frozen=True, slots=True)
class ClosingSet:
    """What the channel of the shown offer asks for, in order; without a shown offer nothing is asked yet."""

    items: Sequence[Item] = ()

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is not there yet."""
        return tuple(each for each in self.items if not each.is_there)
