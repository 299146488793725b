"""The words an offer is made of: its states, paper, channels, billing and clauses (domain §6.3, §7.3)."""

from __future__ import annotations

from opportunities.domain.kinds import Choices

DRAFT, PRESENTED, ACCEPTED, WITHDRAWN = "draft", "presented", "accepted", "withdrawn"
STATES: Choices = [
    (DRAFT, "Draft"),
    (PRESENTED, "Presented"),
    (ACCEPTED, "Accepted"),
    (WITHDRAWN, "Withdrawn"),
]
KINDS: Choices = [("software", "Software"), ("services", "Services")]
CHARGES: Choices = [("recurring", "Recurring, per year"), ("one_time", "One-time")]
PAPER: Choices = [
    ("ours", "Our paper"),
    ("redlined", "Our paper with redlines"),
    ("customer", "The customer's paper"),
]
AUTO_RENEWAL = "auto_renewal"
CHANNELS: Choices = [
    ("direct_signature", "Direct signature"),
    ("marketplace", "Marketplace"),
    ("purchase_order", "Purchase order"),
    ("reseller", "Reseller"),
    ("mou", "Memorandum of understanding"),
    (AUTO_RENEWAL, "Automatic renewal"),
]
MARKETPLACES: Choices = [
    ("aws", "AWS Marketplace"),
    ("azure", "Azure Marketplace"),
    ("gcp", "Google Cloud Marketplace"),
    ("other", "Another marketplace"),
]
BILLING: Choices = [
    ("annual", "Annual, in advance"),
    ("upfront", "All in advance"),
    ("quarterly", "Quarterly"),
    ("monthly", "Monthly"),
    ("milestone", "By milestone"),
]
CLAUSES: Choices = [
    ("liability_cap", "Raised liability cap"),
    ("indemnity", "Wider indemnity"),
    ("termination", "Termination for convenience"),
    ("price_hold", "Price held at renewal"),
    ("service_credits", "Service credits"),
    ("most_favoured", "Most favoured customer"),
    ("data_residency", "Data residency"),
    ("publicity", "No publicity"),
    ("governing_law", "Another governing law"),
]
LETTERS = "ABCD"
