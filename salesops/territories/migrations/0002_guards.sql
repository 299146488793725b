-- The last word on territories (docs/domain.md §5.3, §5.4): a plan is written as a draft, published once and never
-- changed; nobody is assigned into the past; nothing is unassigned but by ending it from today on.

CREATE FUNCTION holds_one_of(person bigint, wanted text[], place text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM users_rolegrant g JOIN users_user u ON u.id = g.user_id AND u.is_active
    WHERE g.user_id = person AND g.role = ANY (wanted) AND (place = '' OR g.region IN ('', place)))
$$;

-- Every cell (place × segment) of a plan that has not exactly one owner on a day; the twin of Coverage.faults.
CREATE FUNCTION territory_faults(plan bigint, day date) RETURNS TABLE (place text, segment text, theatre text, verdict text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE above(leaf, key, level, parent) AS (
    SELECT n.key, n.key, n.level, n.parent_id FROM territories_geonode n WHERE n.level >= 3
    UNION ALL
    SELECT a.leaf, n.key, n.level, n.parent_id FROM above a JOIN territories_geonode n ON n.key = a.parent
  ), cells AS (
    SELECT a.leaf, a.key AS theatre, s.segment FROM above a
    CROSS JOIN unnest(ARRAY['small', 'mid_market', 'enterprise']) AS s(segment) WHERE a.level = 1
  ), ranked AS (
    SELECT c.leaf, c.segment, r.territory_id, rank() OVER (
      PARTITION BY c.leaf, c.segment ORDER BY a.level DESC, cardinality(r.segments) > 0 DESC) AS place
    FROM cells c JOIN above a ON a.leaf = c.leaf
    JOIN territories_territoryrule r ON r.plan_id = plan AND r.node_id = a.key
      AND (cardinality(r.segments) = 0 OR c.segment = ANY (r.segments))
      AND (r.valid_from IS NULL OR r.valid_from <= day) AND (r.valid_to IS NULL OR r.valid_to > day)
  ), best AS (
    SELECT leaf, segment, count(*) AS rules, min(territory_id) AS territory FROM ranked WHERE place = 1 GROUP BY 1, 2
  )
  SELECT c.leaf, c.segment, CASE WHEN b.rules = 1 THEN t.theatre ELSE c.theatre END,
    CASE WHEN b.rules IS NULL THEN 'gap' WHEN b.rules > 1 THEN 'overlap' ELSE 'vacant' END
  FROM cells c LEFT JOIN best b USING (leaf, segment) LEFT JOIN territories_territory t ON t.id = b.territory
  WHERE b.rules IS DISTINCT FROM 1 OR NOT EXISTS (SELECT 1 FROM territories_territoryassignment a
    WHERE a.territory_id = b.territory AND a.duty = 'ae' AND a.valid_from <= day
      AND (a.valid_to IS NULL OR a.valid_to > day))
$$;

CREATE FUNCTION territory_plan_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  bare text;
BEGIN
  IF session_user = 'salesops_import' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NOT holds_one_of(NEW.author_id, '{revops_admin,regional_vp}', '') THEN
      RAISE EXCEPTION 'A territory plan begins as a draft of sales operations or a regional VP.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'draft' OR (NEW.number, NEW.author_id, NEW.created_at)
      IS DISTINCT FROM (OLD.number, OLD.author_id, OLD.created_at) THEN
    RAISE EXCEPTION 'A territory plan that is no draft does not change.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state <> 'published' THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('territories.plan'));
  IF NOT holds_one_of(NEW.published_by_id, '{revops_admin}', '') THEN
    RAISE EXCEPTION 'Sales operations publishes territory plans.' USING ERRCODE = '23514';
  END IF;
  IF NEW.effective_on < (transaction_timestamp() AT TIME ZONE 'UTC')::date - 1 OR EXISTS (
      SELECT 1 FROM territories_territoryplan p WHERE p.state = 'published' AND p.effective_on > NEW.effective_on) THEN
    RAISE EXCEPTION 'A plan begins today at the earliest, and not before another one does.' USING ERRCODE = '23514';
  END IF;
  SELECT string_agg(DISTINCT f.verdict || ' in ' || f.theatre, ', ') INTO bare
  FROM territory_faults(NEW.id, NEW.effective_on) f
  WHERE f.verdict = 'overlap' OR NOT EXISTS (SELECT 1 FROM territories_gapacknowledgement g
    WHERE g.plan_id = NEW.id AND g.plan_version = OLD.version AND g.theatre = f.theatre);
  IF bare IS NOT NULL THEN
    RAISE EXCEPTION 'Not covered, and not acknowledged: %.', bare USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON territories_territoryplan
  FOR EACH ROW EXECUTE FUNCTION territory_plan_guard();

CREATE FUNCTION territory_rule_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF session_user <> 'salesops_import' AND EXISTS (SELECT 1 FROM territories_territoryplan p
      WHERE p.state <> 'draft' AND p.id IN (OLD.plan_id, NEW.plan_id)) THEN
    RAISE EXCEPTION 'The rules of a plan that is no draft do not change.' USING ERRCODE = '23514';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE OR DELETE ON territories_territoryrule
  FOR EACH ROW EXECUTE FUNCTION territory_rule_guard();

CREATE FUNCTION gap_acknowledgement_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT holds_one_of(NEW.by_id, '{regional_vp}', NEW.theatre) THEN
    RAISE EXCEPTION 'Gaps are acknowledged by the regional VP of the theatre.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON territories_gapacknowledgement
  FOR EACH ROW EXECUTE FUNCTION gap_acknowledgement_guard();

-- Assignments and named accounts: from today on, and ended from today on; a correction is a new row.
CREATE FUNCTION territory_days_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  -- A day of grace for what begins at midnight.
  today date := (transaction_timestamp() AT TIME ZONE 'UTC')::date - 1;
BEGIN
  IF session_user = 'salesops_import' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.valid_from < today OR NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'Nothing is assigned into the past.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - 'valid_to' - 'ended_at' <> to_jsonb(OLD) - 'valid_to' - 'ended_at' THEN
    RAISE EXCEPTION 'An assignment is only ended; a correction is a new one.' USING ERRCODE = '23514';
  END IF;
  IF NEW.valid_to IS NULL OR NEW.ended_at IS NULL OR NEW.valid_to < today OR OLD.valid_to <= NEW.valid_to THEN
    RAISE EXCEPTION 'An assignment ends from today on, and never later than it did.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON territories_territoryassignment
  FOR EACH ROW EXECUTE FUNCTION territory_days_guard();
CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON territories_namedaccount
  FOR EACH ROW EXECUTE FUNCTION territory_days_guard();

REVOKE EXECUTE ON FUNCTION territory_plan_guard(), territory_rule_guard(), gap_acknowledgement_guard(),
  territory_days_guard() FROM PUBLIC;
