-- What the standard process asks of layer 2 besides (docs/domain.md §2.5), and what layer 4 will know.

-- Whether a request of a kind is approved and in force; approvals/ replaces this.
CREATE FUNCTION approved_request(opp bigint, kind text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;

-- `when_source`: asked of deals of that source alone. `ae`: one beyond the first was attended by an account executive.
CREATE OR REPLACE FUNCTION gate_activity_held(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opportunities_opportunity o WHERE o.id = opp AND o.source <> (args->>'when_source'))
    OR (SELECT count(*) >= coalesce((args->>'min')::int, 1)
        AND (NOT coalesce((args->>'ae')::boolean, false) OR coalesce(bool_or(held.has_ae AND held.place > 1), false))
      FROM (SELECT a.has_ae, row_number() OVER (ORDER BY a.happened_at, a.id) AS place FROM opportunities_activity a
        WHERE a.opportunity_id = opp AND a.happened_at <= at
          AND (args->'kinds' IS NULL AND a.kind IN ('call', 'meeting') OR args->'kinds' ? a.kind)
          AND length(btrim(a.note, E' \t\n\r')) >= coalesce((args->>'min_note')::int, 0)
          AND (coalesce((args->>'customer')::boolean, false) IS FALSE OR a.customer_count > 0)
          AND (args->>'within_days' IS NULL OR a.happened_at >= at - make_interval(days => (args->>'within_days')::int))
        ) AS held)
$$;

CREATE FUNCTION gate_criteria_all_pass_of_fit(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT gate_icp_fit(opp, args, at) AND gate_persona_ok(opp, args, at)
$$;

-- An offer is shown, and something is still to be agreed.
CREATE FUNCTION gate_criteria_all_pass_of_negotiation(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opportunities_offer f WHERE f.opportunity_id = opp AND f.state IN ('presented', 'accepted'))
    AND EXISTS (SELECT 1 FROM term_standing(opp) t WHERE t.state = 'open')
$$;
