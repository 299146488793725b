-- What proposals ask of the newest offer that was not withdrawn (docs/domain.md §1.5): T07, whose price is not the price
-- book's, and T08, whose discount the guardrails leave to others. The causes tell no amounts.
CREATE FUNCTION newest_offer(opp bigint) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT f.id FROM opportunities_offer f WHERE f.opportunity_id = opp AND f.state <> 'withdrawn'
  ORDER BY f.state = 'accepted' DESC, f.number DESC LIMIT 1
$$;

CREATE FUNCTION price_deviations(opp bigint, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(DISTINCT l.name || why.words), '[]')
  FROM opportunities_offeroption p JOIN opportunities_offerline l ON l.option_id = p.id
  JOIN opportunities_offer f ON f.id = p.offer_id
  LEFT JOIN opportunities_pricebookentry e ON e.id = l.entry_id
  LEFT JOIN LATERAL (
    SELECT n.unit_list FROM opportunities_pricebook b JOIN opportunities_pricebookentry n ON n.book_id = b.id AND n.code = e.code
    WHERE b.id = (SELECT c.id FROM opportunities_pricebook c WHERE c.currency = f.currency
      AND c.valid_from <= (at AT TIME ZONE 'UTC')::date ORDER BY c.valid_from DESC LIMIT 1)
  ) AS book ON true
  CROSS JOIN LATERAL (SELECT CASE WHEN l.entry_id IS NULL THEN ' has no price in the price book'
    WHEN book.unit_list IS NULL THEN ' is no longer in the price book'
    WHEN l.unit_list <> book.unit_list THEN ' has an older list price'
    WHEN l.unit_net > l.unit_list THEN ' is priced above list' END) AS why(words)
  WHERE f.id = newest_offer(opp) AND why.words IS NOT NULL
$$;

CREATE FUNCTION discounts_over_guardrail(opp bigint, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg('option ' || (t.terms->'options'->(v.key - 1)::integer->>'letter') || ', '
    || trim_scale(ceil(v.effective * 10) / 10) || ' % off with concessions' ORDER BY v.key), '[]')
  FROM (SELECT offer_terms(newest_offer(opp)) AS terms) AS t,
    LATERAL guardrail_verdicts(guardrail_readings(t.terms, coalesce(reporting_rate(t.terms->>'currency', at), 1)),
      (guardrails_in_force(at)).rules) AS v
  WHERE v.discount_bits > 0 AND v.effective > 0
$$;

ALTER FUNCTION proposal_facts(qualification_proposalversion, timestamptz) RENAME TO proposal_facts_without_offer;
CREATE FUNCTION proposal_facts(v qualification_proposalversion, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT proposal_facts_without_offer(v, at) || jsonb_build_object(
    'price_deviations', price_deviations(v.opportunity_id, at),
    'over_guardrail', discounts_over_guardrail(v.opportunity_id, at))
$$;
