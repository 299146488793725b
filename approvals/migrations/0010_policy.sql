-- The policy stands in the part of a definition file that names the process (docs/domain.md §6.1).
CREATE OR REPLACE FUNCTION deal_wants_approval(opp bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(d.content->'process'->>'approval_policy', 'exceptions_only') = 'always'
  FROM opportunities_opportunity o JOIN process_processdefinition d ON d.id = o.definition_id WHERE o.id = opp
$$;
