-- A rule set is drafted by one person, tested, published by another, and never edited afterwards (docs/domain.md §6.3).

-- Whether a worse offer never needs fewer approvers under these rules; the twin of Guardrails.problems().
CREATE FUNCTION rises(edges jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(bool_and(e.edge > e.before), true) FROM (
    SELECT said::numeric AS edge, lag(said::numeric, 1, 0) OVER (ORDER BY place) AS before
    FROM jsonb_array_elements_text(edges) WITH ORDINALITY AS x(said, place)) AS e
$$;

CREATE FUNCTION never_fewer(steps jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(bool_and(s.step @> s.before), true) FROM (
    SELECT step, lag(step, 1, '[]') OVER (ORDER BY place) AS before
    FROM jsonb_array_elements(steps) WITH ORDINALITY AS x(step, place)) AS s
$$;

CREATE FUNCTION matrix_never_fewer(cells jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (SELECT bool_and(never_fewer(r)) FROM jsonb_array_elements(cells) AS r)
    AND (SELECT bool_and(never_fewer(c.steps)) FROM (
      SELECT jsonb_agg(x.cell ORDER BY r.place) AS steps
      FROM jsonb_array_elements(cells) WITH ORDINALITY AS r(cells, place),
        jsonb_array_elements(r.cells) WITH ORDINALITY AS x(cell, place)
      GROUP BY x.place) AS c)
$$;

CREATE FUNCTION guardrails_are_sound(rules jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(rises(rules->'discount'->'edges') AND rises(rules->'discount'->'acv')
    AND rises(rules->'payment'->'edges') AND rises(rules->'term'->'edges')
    AND matrix_never_fewer(rules->'discount'->'roles') AND matrix_never_fewer(rules->'discount'->'notices')
    AND never_fewer(rules->'payment'->'roles') AND never_fewer((rules->'term'->'roles') - 0)
    AND (rules->'term'->>'longest')::integer >= (rules->'term'->'edges'->>-1)::integer
    AND (rules->'margin'->>'refused_below')::numeric
      <= least((rules->'margin'->>'software')::numeric, (rules->'margin'->>'services')::numeric), false)
$$;

CREATE FUNCTION guardrailset_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  in_force approvals_guardrailset;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'Versions of the guardrails stay.' USING ERRCODE = '23514';
  END IF;
  IF NOT guardrails_are_sound(NEW.rules) THEN
    RAISE EXCEPTION 'A worse offer never needs fewer approvers.' USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NOT holds_role(NEW.author_id, '["leader", "revops_admin"]', NULL) THEN
      RAISE EXCEPTION 'Guardrails begin as a draft of leadership or sales operations.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'Guardrails that are no draft do not change.' USING ERRCODE = '23514';
  END IF;
  IF (NEW.number, NEW.author_id, NEW.created_at) IS DISTINCT FROM (OLD.number, OLD.author_id, OLD.created_at)
      OR NEW.state <> 'draft' AND (NEW.rules, NEW.reason) IS DISTINCT FROM (OLD.rules, OLD.reason) THEN
    RAISE EXCEPTION 'What a draft says changes while it is one; who wrote it never does.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state <> 'published' THEN
    RETURN NEW;
  END IF;
  -- One publication after the other, each tested against the one before.
  PERFORM pg_advisory_xact_lock(hashtext('guardrails'));
  SELECT * INTO in_force FROM approvals_guardrailset s WHERE s.published_at IS NOT NULL ORDER BY s.published_at DESC LIMIT 1;
  IF NEW.published_at <= in_force.published_at
      OR abs(extract(epoch FROM NEW.published_at - clock_timestamp())) > 300 THEN
    RAISE EXCEPTION 'Guardrails are in force from their publication on.' USING ERRCODE = '23514';
  END IF;
  IF NOT holds_role(NEW.published_by_id, '["leader", "revops_admin"]', NULL)
      OR NEW.published_by_id = NEW.author_id AND NOT works_alone() THEN
    RAISE EXCEPTION 'A second person of leadership or sales operations publishes guardrails (R15).' USING ERRCODE = '23514';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM approvals_backtest t WHERE t.draft_id = OLD.id AND t.tested_version = OLD.version
      AND t.against_id = in_force.id AND t.state = 'done') THEN
    RAISE EXCEPTION 'A draft is tested against what is in force before it is published.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE OR DELETE ON approvals_guardrailset
  FOR EACH ROW EXECUTE FUNCTION guardrailset_guard();

-- A test that ended stays as it ended, and is about what it was started for.
CREATE FUNCTION backtest_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state = 'done' OR (NEW.draft_id, NEW.tested_version, NEW.against_id, NEW.by_id, NEW.created_at)
      IS DISTINCT FROM (OLD.draft_id, OLD.tested_version, OLD.against_id, OLD.by_id, OLD.created_at) THEN
    RAISE EXCEPTION 'A back-test that ended stays.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE UPDATE ON approvals_backtest FOR EACH ROW EXECUTE FUNCTION backtest_guard();
