"""The commercial terms of an offer as the database reads them: the one canonical form."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from opportunities.domain.offers import OfferTerms


def terms_of(offer_id: int) -> OfferTerms:
    """This function will read an offer's terms (domain §6.5). Raises: KeyError for an offer that is not there."""
    return terms_of_many([offer_id])[offer_id]


def terms_of_many(offer_ids: Iterable[int]) -> dict[int, OfferTerms]:
    """This function will read the terms of many offers in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, offer_terms(id)::json FROM opportunities_offer WHERE id = ANY (%s)", [list(offer_ids)]
        )
        return {offer_id: OfferTerms.read(terms) for offer_id, terms in cursor.fetchall()}


def fingerprint_of(offer_id: int) -> str:
    """This function will return the SHA-256 of an offer's terms, as the database computes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_fingerprint(%s)", [offer_id])
        found: str = cursor.fetchone()[0]
        return found
