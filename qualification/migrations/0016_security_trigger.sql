-- T21: security requirements without a path, or rejected; and no path at all where the process asks for one (§1.5).
CREATE OR REPLACE FUNCTION security_open(opp bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH judged AS (
    SELECT r.id, r.text, coalesce((SELECT j.state FROM qualification_judgement j
      WHERE j.requirement_id = r.id ORDER BY j.id DESC LIMIT 1), 'open') AS state
    FROM qualification_requirement r WHERE r.opportunity_id = opp AND r.kind = 'infosec'
  ), path AS (
    SELECT EXISTS (SELECT 1 FROM qualification_securitystep s WHERE s.opportunity_id = opp) AS is_written,
      EXISTS (SELECT 1 FROM process_processcriterion c JOIN process_processedge e ON e.id = c.edge_id
        JOIN opportunities_opportunity o ON o.definition_id = e.definition_id
        WHERE o.id = opp AND c.args->>'of' = 'infosec_path') AS is_asked
  )
  SELECT coalesce(jsonb_agg(words ORDER BY place, id), '[]') FROM (
    SELECT 0 AS place, 0 AS id, 'no path is written' AS words FROM path WHERE is_asked AND NOT is_written
    UNION ALL SELECT 1, j.id, j.text FROM judged j, path
      WHERE j.state = 'rejected' OR (j.state = 'open' AND NOT path.is_written)) AS open_points
$$;
