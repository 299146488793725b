"""The personas: what kind of person a contact is for us (domain §0.4)."""

from __future__ import annotations

PERSONAS: tuple[tuple[str, str], ...] = (
    ("executive", "Executive"),
    ("technical_lead", "Technical lead"),
    ("product_owner", "Product owner"),
    ("operations", "Operations"),
    ("finance", "Finance"),
    ("procurement", "Procurement"),
    ("legal", "Legal"),
    ("security", "Security"),
    ("community_lead", "Community lead"),
    ("end_user", "End user"),
    ("other", "Other"),
)
KEYS = frozenset(key for key, _ in PERSONAS)
