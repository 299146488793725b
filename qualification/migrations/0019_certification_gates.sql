-- What the certification process asks of a proposal (docs/domain.md §2.11), the twins of qualification/criteria/scope.py.

CREATE FUNCTION gate_criteria_all_pass_of_scope(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((p).terms->>'processor' <> '' AND jsonb_array_length((p).terms->'assumptions') > 0
    AND jsonb_array_length((p).terms->'tools') > 0 AND jsonb_array_length((p).terms->'schemes') > 0, false)
  FROM proposal_of(opp) AS p
$$;

CREATE FUNCTION gate_criteria_all_pass_of_validation_asked(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM qualification_review r WHERE r.opportunity_id = opp AND r.state <> 'withdrawn')
$$;

-- The margin (T06) and the call the customer asked for (T05) are triggers; the other ones hold the proposal back later.
CREATE FUNCTION gate_criteria_all_pass_of_verdict(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p).id IS NOT NULL AND coalesce(verdict_clears(proposal_verdict(proposal_basis(p))), false)
    AND NOT EXISTS (SELECT 1 FROM proposal_open_points(p, at) t WHERE t.trigger IN ('T05', 'T06'))
  FROM proposal_of(opp) AS p
$$;
