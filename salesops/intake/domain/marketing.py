"""The closed lists of words a marketing asset is described with (domain §11.7)."""

from __future__ import annotations

from salesops.intake.domain.leads import Choices

KINDS: Choices = [
    ("shareable_asset", "Shareable asset"),
    ("social_post", "Social post"),
    ("report", "Report"),
    ("talk", "Talk"),
]
ORIGINS: Choices = [("created", "Created by us"), ("curated", "Curated")]
STATES: Choices = [
    ("idea", "Idea"),
    ("draft", "Draft"),
    ("review", "In review"),
    ("published", "Published"),
    ("retired", "Retired"),
]
AUDIENCES: Choices = [("public", "Public"), ("partner_kit", "Partner kit"), ("internal", "Internal")]
CHANNELS: Choices = [
    ("website", "Website"),
    ("newsletter", "Newsletter"),
    ("linkedin", "LinkedIn"),
    ("video", "Video"),
    ("event", "Event"),
    ("community", "Community"),
    ("partners", "Partners"),
]
# state → where it may go. The trigger `asset_guard` holds the same list.
EDGES: dict[str, tuple[str, ...]] = {
    "idea": ("draft", "retired"),
    "draft": ("review", "retired"),
    "review": ("published", "draft"),
    "published": ("retired",),
    "retired": ("draft",),
}
