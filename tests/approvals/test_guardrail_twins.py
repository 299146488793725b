"""The guardrails in SQL and in Python are one, whatever the offer (domain §6.3)."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings

from approvals.domain.guardrails import judge, judge_offer
from opportunities.domain.offers import OfferTerms
from tests.approvals.offers import RATES, RULES, offers

pytestmark = pytest.mark.django_db
_STORED = json.dumps(RULES.as_json())


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms=offers(), rate=RATES)
def test_both_say_the_same_of_every_offer(terms: OfferTerms, rate: Decimal) -> None:
    said = [json.dumps(terms.as_json()), _STORED, rate]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT guardrail_roles(t, r, n), guardrail_notices(t, r, n), guardrail_refused(t, r, n)"
            " FROM (VALUES (%s::jsonb, %s::jsonb, %s::numeric)) AS asked(t, r, n)",
            said,
        )
        roles, notices, is_refused = cursor.fetchone()
        cursor.execute(
            "SELECT v.effective, roles_of_bits(v.bits), v.is_refused"
            " FROM guardrail_verdicts(guardrail_readings(%s, %s), %s) v ORDER BY v.key",
            [said[0], rate, _STORED],
        )
        verdicts = cursor.fetchall()
    found = judge_offer(terms, RULES, reporting_rate=rate)
    assert (tuple(roles), tuple(notices), is_refused) == (found.roles, found.notices, found.is_refused)
    one_by_one = [judge(option, terms, RULES, reporting_rate=rate) for option in terms.options]
    assert [(round(effective, 12), tuple(roles), refused) for effective, roles, refused in verdicts] == [
        (round(each.effective_discount, 12), each.roles, each.is_refused) for each in one_by_one
    ]
