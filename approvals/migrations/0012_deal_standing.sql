-- How ready a deal is, in one value beside a request about it: each criterion on its way forward, met or not, and what
-- each component of MEDDPICC counts. The page of a request reads it in the statement that reads the request.
CREATE FUNCTION deal_standing(opp bigint, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'gate', (SELECT coalesce(jsonb_agg(CASE WHEN gate_criterion_opens(o.id, c, at) THEN 'met' ELSE 'unmet' END), '[]')
      FROM opportunities_opportunity o
      JOIN process_processedge e ON e.definition_id = o.definition_id AND e.src = o.stage AND e.move IN ('forward', 'won')
      JOIN process_processcriterion c ON c.edge_id = e.id WHERE o.id = opp),
    'levels', (SELECT jsonb_object_agg(key, meddpicc_effective(opp, key, at)) FROM unnest(ARRAY['metrics', 'economic_buyer',
      'decision_criteria', 'decision_process', 'paper_process', 'identify_pain', 'champion', 'competition']) AS key))
$$;
