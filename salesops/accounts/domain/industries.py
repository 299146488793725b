"""The industries an account may be filed under."""

from __future__ import annotations

INDUSTRIES: tuple[tuple[str, str], ...] = (
    ("technology", "Technology"),
    ("software", "Software"),
    ("financial_services", "Financial services"),
    ("payments", "Payments"),
    ("retail", "Retail"),
    ("medical", "Medical"),
    ("telecommunications", "Telecommunications"),
    ("marketing", "Marketing"),
    ("entertainment", "Entertainment"),
    ("employment", "Employment"),
    ("services", "Services"),
    ("manufacturing", "Manufacturing"),
    ("logistics", "Logistics"),
    ("energy", "Energy"),
    ("education", "Education"),
    ("public_sector", "Public sector"),
    ("community", "Community and non-profit"),
    ("other", "Other"),
)
KEYS = frozenset(key for key, _ in INDUSTRIES)

# Spellings met in real files, each with the industry it means.
SPELLINGS: dict[str, str] = {
    "technolgy": "technology",
    "tech": "technology",
    "finance": "financial_services",
    "financial": "financial_services",
    "banking": "financial_services",
    "telecom": "telecommunications",
    "health": "medical",
    "healthcare": "medical",
    "government": "public_sector",
    "transport": "logistics",
    "non-profit": "community",
}


def industry_of(text: str) -> str | None:
    """This function will return the industry a text means, "" for no text, None where it means none we know."""
    word = text.strip().casefold().replace(" ", "_")
    if not word:
        return ""
    word = SPELLINGS.get(word.replace("_", " "), SPELLINGS.get(word, word))
    return word if word in KEYS else None
