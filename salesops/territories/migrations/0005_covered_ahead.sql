-- A plan is covered on every day from its first one on, not only on that day (docs/domain.md §5.3).
CREATE FUNCTION territory_plan_days(plan bigint, first date) RETURNS SETOF date LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT first
  UNION SELECT day FROM territories_territoryrule r CROSS JOIN unnest(ARRAY[r.valid_from, r.valid_to]) day
    WHERE r.plan_id = plan AND day > first
  UNION SELECT day FROM territories_territoryassignment a CROSS JOIN unnest(ARRAY[a.valid_from, a.valid_to]) day
    WHERE a.duty = 'ae' AND day > first
$$;

CREATE OR REPLACE FUNCTION territory_plan_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
  FROM territory_plan_days(NEW.id, NEW.effective_on) d(day) CROSS JOIN LATERAL territory_faults(NEW.id, d.day) f
  WHERE f.verdict = 'overlap' OR NOT EXISTS (SELECT 1 FROM territories_gapacknowledgement g
    WHERE g.plan_id = NEW.id AND g.plan_version = OLD.version AND g.theatre = f.theatre);
  IF bare IS NOT NULL THEN
    RAISE EXCEPTION 'Not covered, and not acknowledged: %.', bare USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

REVOKE EXECUTE ON FUNCTION territory_plan_days(bigint, date) FROM PUBLIC;
