"""Puts together what one version of an offer is shown as: the record, its terms with their worth, its cover."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opportunities.api.offer_shapes import OfferPageShape, OfferShape, PriceBookShape, QuoteShape
from opportunities.domain.amounts import rounded
from opportunities.domain.commercial import Cover
from opportunities.domain.offers import Option
from opportunities.queries.offers import OfferPage
from salesops.web.api.presenting import Presenter, plain

OfferRow = Presenter(OfferShape)
QUOTES = Presenter(QuoteShape)
PRICE_BOOKS = Presenter(PriceBookShape)


class _Shown:
    """One version as REST shows it: the record's own fields, and what the page works out."""

    def __init__(self, page: OfferPage) -> None:
        self._offer = page.offer
        self.fingerprint = page.fingerprint
        self.terms = page.terms.as_json() | {"options": _options(page)}
        self.cover = _cover(page.cover)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._offer, name)


class _PagePresenter(Presenter):
    """Presents the page of an offer."""

    def one(self, record: Any, fields: str | None = None, expand: str | None = None) -> dict[str, Any]:
        """This function will present one version with everything worked out."""
        return super().one(_Shown(record), fields, expand)


OfferPagePresenter: Presenter = _PagePresenter(OfferPageShape)


def _options(page: OfferPage) -> list[dict[str, Any]]:
    written = page.terms.as_json()["options"]
    return [given | _worth(option) for given, option in zip(written, page.terms.options, strict=True)]


def _worth(option: Option) -> dict[str, Any]:
    percents = {
        "discount": option.discount,
        "software_margin": option.software_margin,
        "services_margin": option.services_margin,
    }
    worth = {"acv": plain(option.acv), "tcv": plain(option.tcv)}
    return worth | {name: _two(value) for name, value in percents.items()}


def _two(value: Decimal | None) -> str | None:
    return None if value is None else str(rounded(value))


def _cover(cover: Cover) -> dict[str, Any]:
    return {
        "is_covered": cover.is_covered,
        "is_needed": cover.is_needed,
        "request_id": cover.request_id,
        "approved_at": plain(cover.approved_at),
        "expires_on": plain(cover.expires_on),
        "limits": [
            {
                "key": limit.key,
                "name": limit.label,
                "approved": limit.approved,
                "now": limit.now,
                "is_inside": limit.is_inside,
            }
            for limit in cover.limits
        ],
    }
