-- The minima by the size of the deal, the twin of qualification/domain/minima.py (docs/domain.md §3.4).
CREATE OR REPLACE FUNCTION gate_meddpicc_min(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT bool_and(meddpicc_effective(opp, asked.key, at) >= CASE WHEN deal.reduced
      THEN greatest(asked.value::int - 1, least(asked.value::int, 1)) ELSE asked.value::int END)
  FROM jsonb_each_text(args) asked, (
    SELECT EXISTS (SELECT 1 FROM opportunities_opportunity o, users_workspacesetting w
      WHERE o.id = opp AND w.reduces_minima AND o.amount_reporting > 0 AND o.amount_reporting < 25000) AS reduced
  ) deal
$$;
