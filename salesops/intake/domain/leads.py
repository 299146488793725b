"""The closed lists of words a lead is described with, and the ways it may go (domain §11.7)."""

from __future__ import annotations

Choices = list[tuple[str, str]]

SOURCES: Choices = [
    ("partner_introduction", "Partner introduction"),
    ("leadership_introduction", "Leadership introduction"),
    ("inbound_form", "Inbound form"),
    ("inbound_product", "Inbound from product"),
    ("event", "Event"),
    ("content", "Content"),
    ("social", "Social"),
    ("community", "Community"),
    ("outbound_sdr", "Outbound by SDR"),
    ("outbound_ae", "Outbound by AE"),
    ("customer_referral", "Customer referral"),
    ("renewal_signal", "Renewal signal"),
    ("other", "Other"),
]

STATUSES: Choices = [
    ("new", "New"),
    ("open", "Open"),
    ("in_progress", "In progress"),
    ("qualified", "Qualified"),
    ("converted", "Converted"),
    ("nurture", "Nurture"),
    ("bad_timing", "Bad timing"),
    ("unresponsive", "Unresponsive"),
    ("disqualified", "Disqualified"),
]
# Somebody works these, or should.
WORKED = ("new", "open", "in_progress", "qualified")
# These rest until something happens; who asks again has an open lead again.
PARKED = ("nurture", "bad_timing", "unresponsive")

# status → where it may go. The trigger `lead_guard` holds the same list.
EDGES: dict[str, tuple[str, ...]] = {
    "new": ("open", "in_progress", "qualified", "converted", *PARKED, "disqualified"),
    "open": ("in_progress", "qualified", "converted", *PARKED, "disqualified"),
    "in_progress": ("qualified", "converted", *PARKED, "disqualified"),
    "qualified": ("converted", *PARKED, "disqualified"),
    "nurture": ("open", "bad_timing", "unresponsive", "disqualified"),
    "bad_timing": ("open", "nurture", "unresponsive", "disqualified"),
    "unresponsive": ("open", "nurture", "bad_timing", "disqualified"),
    "disqualified": ("open",),
    "converted": (),
}
UNRESPONSIVE_AFTER_DAYS = 14

DISQUALIFY_REASONS: Choices = [
    ("not_icp", "Not a company we serve"),
    ("no_need", "No need"),
    ("no_budget", "No budget"),
    ("no_authority", "Nobody who decides"),
    ("student_or_research", "Student, teacher or researcher"),
    ("competitor", "Competitor"),
    ("vendor", "Sells to us"),
    ("duplicate", "Duplicate"),
    ("bad_data", "Wrong or invented data"),
    ("other", "Other"),
]

TIMELINES: Choices = [
    ("within_3_months", "Within 3 months"),
    ("within_6_months", "3 to 6 months"),
    ("within_12_months", "6 to 12 months"),
    ("later", "Later than a year"),
]

TOUCH_KINDS: Choices = [
    ("call", "Call"),
    ("meeting", "Meeting"),
    ("email", "E-mail"),
    ("message", "Message"),
    ("note", "Note"),
]
# A note is for ourselves: the other side was not touched by it.
REACHES_OUT = ("call", "meeting", "email", "message")
