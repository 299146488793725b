-- The database's reading of MEDDPICC, the twin of qualification/domain/standing.py (docs/domain.md §3.3).

CREATE FUNCTION meddpicc_effective(opp bigint, wanted text, at timestamptz) RETURNS int LANGUAGE sql STABLE AS $$
  WITH newest AS (
    SELECT a.* FROM qualification_assessment a
    WHERE a.opportunity_id = opp AND a.component = wanted ORDER BY a.id DESC LIMIT 1
  ), counted AS (
    SELECT n.set_at,
      CASE WHEN n.level = 3 AND wanted IN ('economic_buyer', 'champion')
        AND NOT EXISTS (SELECT 1 FROM qualification_cosignature c WHERE c.assessment_id = n.id)
      THEN 2 ELSE n.level END AS level,
      CASE WHEN o.probability >= 75 OR o.close_date <= (at AT TIME ZONE 'UTC')::date + 30
        THEN (CASE wanted WHEN 'metrics' THEN 30 WHEN 'economic_buyer' THEN 21 WHEN 'decision_criteria' THEN 30
          WHEN 'decision_process' THEN 14 WHEN 'paper_process' THEN 14 WHEN 'identify_pain' THEN 60
          WHEN 'champion' THEN 14 ELSE 21 END)
        ELSE (CASE wanted WHEN 'metrics' THEN 60 WHEN 'economic_buyer' THEN 45 WHEN 'decision_criteria' THEN 45
          WHEN 'decision_process' THEN 30 WHEN 'paper_process' THEN 30 WHEN 'identify_pain' THEN 90
          WHEN 'champion' THEN 30 ELSE 45 END)
      END AS max_age
    FROM newest n JOIN opportunities_opportunity o ON o.id = n.opportunity_id
  )
  SELECT coalesce((SELECT greatest(c.level - CASE
      WHEN at - c.set_at > make_interval(days => c.max_age) THEN 1
      WHEN EXISTS (SELECT 1 FROM qualification_reconfirmation r
        WHERE r.opportunity_id = opp AND r.component = wanted AND r.at > c.set_at) THEN 1
      ELSE 0 END, 0) FROM counted c), 0)
$$;

CREATE FUNCTION gate_meddpicc_min(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT bool_and(meddpicc_effective(opp, key, at) >= value::int) FROM jsonb_each_text(args)
$$;

CREATE FUNCTION gate_decision_steps_complete(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) > 0 AND coalesce(bool_and(owner_name <> '' AND due_on IS NOT NULL AND approver <> ''), false)
  FROM qualification_componentdetail WHERE opportunity_id = opp AND component = 'decision_process'
$$;

-- Who co-signs is not who assessed, and only a level 3 is co-signed (docs/domain.md §1.4.6).
CREATE FUNCTION cosignature_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM qualification_assessment a WHERE a.id = NEW.assessment_id AND a.level = 3
      AND (a.set_by_id <> NEW.by_id OR EXISTS (SELECT 1 FROM users_workspacesetting w WHERE w.team_mode = 'solo'))) THEN
    RAISE EXCEPTION 'A level 3 is co-signed by a second person.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON qualification_cosignature
  FOR EACH ROW EXECUTE FUNCTION cosignature_guard();
