"""How money, dates, durations and shares are written, everywhere alike (docs/design.md, data)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
MINUS = "−"
NOTHING = "–"


def _sign_and_symbol(amount: Decimal, currency: str) -> tuple[str, str]:
    return (MINUS if amount < 0 else ""), SYMBOLS.get(currency, f"{currency} ")


@register.filter
def money(amount: Decimal | int | None, currency: str = "USD") -> str:
    """Write an amount in full, `$410,000`; cents only where there are any; nothing is `–`."""
    if amount is None:
        return NOTHING
    value = Decimal(amount)
    sign, symbol = _sign_and_symbol(value, currency)
    digits = f"{abs(value):,.0f}" if value == value.to_integral_value() else f"{abs(value):,.2f}"
    return f"{sign}{symbol}{digits}"


@register.filter
def money_short(amount: Decimal | int | None, currency: str = "USD") -> str:
    """Write a total short, `$2.36M`, `$105k`; below a thousand in full."""
    if amount is None:
        return NOTHING
    value = Decimal(amount)
    sign, symbol = _sign_and_symbol(value, currency)
    size = abs(value)
    for limit, unit, places in ((10**9, "B", "0.01"), (10**6, "M", "0.01"), (10**3, "k", "1")):
        if size >= limit:
            shown = (size / limit).quantize(Decimal(places), ROUND_HALF_UP)
            return f"{sign}{symbol}{shown:,}{unit}"
    return f"{sign}{symbol}{size:,.0f}"


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _local(value: datetime | date) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value: datetime | date | None) -> str:
    """Write a date as `18 Dec`; with the year when it is not in this or the next quarter."""
    if value is None:
        return NOTHING
    shown = _local(value)
    ahead = _quarter(shown) - _quarter(timezone.localdate())
    text = f"{shown.day} {shown:%b}"
    return text if ahead in (0, 1) else f"{text} {shown.year}"


@register.simple_tag
def when(value: datetime | None) -> str | SafeString:
    """Write a moment: `09:14` today, else the date; absolute with zone on hover."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    text = f"{local:%H:%M}" if local.date() == timezone.localdate() else day(value)
    absolute = f"{local.day} {local:%B %Y, %H:%M} {local.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), absolute, text)


@register.filter
def due(value: date | None) -> str:
    """Say how a due date stands: `today`, `overdue 3 d`, else the date."""
    if value is None:
        return NOTHING
    late = (timezone.localdate() - _local(value)).days
    if late > 0:
        return f"overdue {late} d"
    return "today" if late == 0 else day(value)


@register.filter
def is_overdue(value: date | None) -> bool:
    """Say whether the date has passed."""
    return value is not None and _local(value) < timezone.localdate()


@register.filter
def days(value: int | timedelta | None) -> str:
    """Write a number of days, `19 d`."""
    if value is None:
        return NOTHING
    return f"{value.days if isinstance(value, timedelta) else value} d"


@register.filter
def percent(value: Decimal | float | None) -> str:
    """Write a share already in percent, whole: `71%`."""
    return NOTHING if value is None else f"{Decimal(value).quantize(Decimal(1), ROUND_HALF_UP)}%"


@register.filter
def dash(value: object) -> object:
    """Show `–` for nothing."""
    return NOTHING if value in (None, "") else value


@register.filter
def words(key: object) -> str:
    """Turn a stored key into words: `price_budget` is `Price budget`."""
    return str(key).replace("_", " ").capitalize() if key else NOTHING


@register.filter
def plural(count: int, forms: str) -> str:
    """Choose `deal` or `deals` by count: `{{ n|plural:"deal,deals" }}` gives `1 deal`."""
    one, many = forms.split(",")
    return f"{count:,} {one if count == 1 else many}"


@register.filter
def initials(name: str) -> str:
    """Give the first letters of the first and last word of a name."""
    parts = [part for part in str(name).replace("&", " ").split() if part]
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else parts[0][1:2])).upper()


@register.filter
def tint(name: str) -> int:
    """Choose one of six soft tints by the letters of a name; it carries no meaning."""
    return sum(ord(letter) for letter in initials(name)) % 6


@register.filter
def short_name(name: str) -> str:
    """Write a person short: `Elena Petrova` is `E. Petrova`."""
    first, _, rest = str(name).partition(" ")
    return f"{first[:1]}. {rest}" if rest else first


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """Look a key up in a mapping; nothing found is None."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def plural_word(count: int, forms: str) -> str:
    """Choose the word alone: `{{ n }} {{ n|plural_word:"deal,deals" }}`."""
    one, many = forms.split(",")
    return one if count == 1 else many


@register.filter
def address(parts: dict[str, str]) -> str:
    """Turn a mapping into a query string with its question mark."""
    return "?" + urlencode(parts)


@register.filter
def states(items: Iterable[Any]) -> list[str]:
    """Give the states of criteria, for the gate meter."""
    return [str(item.state) for item in items]


@register.filter
def gate_words(evaluation: Any) -> str:
    """Say a gate in words: `2 not met, 1 stale, 1 waived`."""
    found = [str(item.state) for item in evaluation.items]
    words = [("unmet", "not met"), ("stale", "stale"), ("waived", "waived")]
    return ", ".join(f"{found.count(key)} {word}" for key, word in words if key in found) or "all met"


@register.filter
def span(seconds: float) -> str:
    """Say how long something is in the largest unit that fits twice: `90 s`, `45 min`, `30 h`, `60 d`."""
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
