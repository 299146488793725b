-- A proposal version has a column named like the time a gate is asked for, and it won: the gate judged every clearance
-- as of the day the version was written. The parameter is named in full now (docs/domain.md §1.5).
CREATE OR REPLACE FUNCTION gate_triggers_cleared(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p).id IS NOT NULL AND ((p).finalised_at IS NOT NULL OR args->>'finalised' IS NULL)
    AND NOT EXISTS (SELECT 1 FROM proposal_open_points(p, gate_triggers_cleared.at)) FROM proposal_of(opp) AS p
$$;

CREATE OR REPLACE FUNCTION gate_criteria_all_pass_of_verdict(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p).id IS NOT NULL AND coalesce(verdict_clears(proposal_verdict(proposal_basis(p))), false)
    AND NOT EXISTS (SELECT 1 FROM proposal_open_points(p, gate_criteria_all_pass_of_verdict.at) t WHERE t.trigger IN ('T05', 'T06'))
  FROM proposal_of(opp) AS p
$$;
