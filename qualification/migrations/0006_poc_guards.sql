-- The database's last word on proofs of concept, the twin of qualification/domain/{poc,success_plan,poc_outcome}.py
-- (docs/domain.md §4): what was signed is what is measured, and the outcome is what the numbers say.

CREATE FUNCTION poc_plan(proof bigint) RETURNS qualification_successplan LANGUAGE sql STABLE AS $$
  SELECT p FROM qualification_successplan p WHERE p.poc_id = proof ORDER BY p.number DESC LIMIT 1
$$;

CREATE FUNCTION poc_plan_is_signed(plan qualification_successplan) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT plan.id IS NOT NULL AND EXISTS (
    SELECT 1 FROM qualification_plansignature s WHERE s.plan_id IN (plan.id, plan.agrees_with_id))
$$;

-- Decimal texts as people write them; anything else is no number and passes nothing.
CREATE FUNCTION poc_number(text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN replace(btrim($1), ',', '') ~ '^[+-]?(\d+\.?\d*|\.\d+)$' THEN replace(btrim($1), ',', '')::numeric END
$$;

CREATE FUNCTION poc_outcome(proof bigint, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  WITH criteria AS (
    SELECT c->>'priority' AS priority, c->>'direction' AS direction, poc_number(c->>'target') AS target,
      CASE WHEN c->>'category' = 'relationship' THEN meddpicc_effective(poc.opportunity_id, c->>'metric', at)
        ELSE (SELECT m.value FROM qualification_measurement m
              WHERE m.poc_id = proof AND m.criterion = c->>'key' ORDER BY m.id DESC LIMIT 1) END AS measured
    FROM qualification_poc poc, jsonb_array_elements((poc_plan(proof)).terms->'criteria') c WHERE poc.id = proof
  ), judged AS (
    SELECT priority, coalesce(CASE direction WHEN '>=' THEN measured >= target WHEN '<=' THEN measured <= target
        ELSE measured = target END, false) AS passes,
      CASE direction WHEN '>=' THEN measured - target WHEN '<=' THEN target - measured END AS better, target
    FROM criteria
  ), shares AS (
    SELECT coalesce(avg(passes::int) FILTER (WHERE priority = 'must'), 1) AS musts,
      coalesce(avg(passes::int) FILTER (WHERE priority = 'should'), 1) AS shoulds,
      coalesce(bool_or(passes AND target <> 0 AND better >= abs(target) * 0.20) FILTER (WHERE priority = 'must'), false)
        AS is_beaten
    FROM judged
  )
  SELECT CASE WHEN musts = 1 AND shoulds >= 0.9 AND is_beaten THEN 'exceeded' WHEN musts = 1 AND shoulds >= 0.6 THEN 'met'
    WHEN musts >= 0.7 THEN 'partially_met' ELSE 'not_met' END FROM shares
$$;

CREATE FUNCTION poc_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'planned' OR NEW.extended_days <> 0 THEN
      RAISE EXCEPTION 'A POC begins planned.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.opportunity_id, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.opportunity_id, OLD.created_at) THEN
    RAISE EXCEPTION 'The identity of a POC does not change.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = OLD.state THEN
    IF (NEW.outcome, NEW.outcome_sentence, NEW.measured_at, NEW.readout_id, NEW.verdict)
        IS DISTINCT FROM (OLD.outcome, OLD.outcome_sentence, OLD.measured_at, OLD.readout_id, OLD.verdict) THEN
      RAISE EXCEPTION 'What a POC came to changes only with its state.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (('planned', 'running'), ('running', 'measured'), ('measured', 'running'),
      ('measured', 'concluded'), ('planned', 'abandoned'), ('running', 'abandoned')) THEN
    RAISE EXCEPTION 'A POC does not go from % to %.', OLD.state, NEW.state USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'measured' AND NEW.outcome <> poc_outcome(NEW.id, greatest(NEW.measured_at, transaction_timestamp())) THEN
    RAISE EXCEPTION 'The outcome is what the numbers say.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'concluded' AND (NEW.outcome, NEW.measured_at) IS DISTINCT FROM (OLD.outcome, OLD.measured_at) THEN
    RAISE EXCEPTION 'The outcome is what the numbers say.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'abandoned' AND NEW.outcome <> 'abandoned' THEN
    RAISE EXCEPTION 'An abandoned POC says nothing.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON qualification_poc
  FOR EACH ROW EXECUTE FUNCTION poc_guard();

-- A version is covered by a signature only while musts, scope and dates are those that were signed (§4.2).
CREATE FUNCTION success_plan_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  signed jsonb;
BEGIN
  IF (SELECT state FROM qualification_poc WHERE id = NEW.poc_id) NOT IN ('planned', 'running') THEN
    RAISE EXCEPTION 'Measuring is over; the plan stands.' USING ERRCODE = '23514';
  END IF;
  IF NEW.agrees_with_id IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT p.terms INTO signed FROM qualification_successplan p JOIN qualification_plansignature s ON s.plan_id = p.id
    WHERE p.id = NEW.agrees_with_id AND p.poc_id = NEW.poc_id;
  IF signed IS NULL OR poc_musts(signed) IS DISTINCT FROM poc_musts(NEW.terms)
      OR (signed->'in_scope', signed->'out_of_scope') IS DISTINCT FROM (NEW.terms->'in_scope', NEW.terms->'out_of_scope')
      OR abs((signed->>'starts_on')::date - (NEW.terms->>'starts_on')::date) > 7
      OR abs((signed->>'ends_on')::date - (NEW.terms->>'ends_on')::date) > 7 THEN
    RAISE EXCEPTION 'The signature does not cover these terms (R27).' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION poc_musts(terms jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_agg(c ORDER BY c->>'key') FROM jsonb_array_elements(terms->'criteria') c WHERE c->>'priority' = 'must'
$$;

CREATE TRIGGER b_guard BEFORE INSERT ON qualification_successplan
  FOR EACH ROW EXECUTE FUNCTION success_plan_guard();

CREATE FUNCTION plan_signature_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM qualification_successplan p JOIN qualification_poc poc ON poc.id = p.poc_id
      JOIN opportunities_stakeholder s ON s.opportunity_id = poc.opportunity_id AND s.contact_id = NEW.contact_id
      WHERE p.id = NEW.plan_id AND p.fingerprint = NEW.fingerprint AND s.role IN ('champion', 'champion_candidate')
        AND p.id = (poc_plan(poc.id)).id) THEN
    RAISE EXCEPTION 'The champion signs the newest version as it stands.' USING ERRCODE = '23514';
  END IF;
  IF NEW.method = 'link' AND NOT EXISTS (
      SELECT 1 FROM qualification_signlink l WHERE l.plan_id = NEW.plan_id AND l.contact_id = NEW.contact_id
        AND l.used_at IS NOT NULL AND l.revoked_at IS NULL AND l.used_at <= l.expires_at) THEN
    RAISE EXCEPTION 'Signed by link, but no link was used.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON qualification_plansignature
  FOR EACH ROW EXECUTE FUNCTION plan_signature_guard();

CREATE FUNCTION sign_link_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.used_at IS NOT NULL OR OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'A link works once.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE UPDATE ON qualification_signlink
  FOR EACH ROW EXECUTE FUNCTION sign_link_guard();

CREATE FUNCTION poc_session_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'scheduled' THEN
      RAISE EXCEPTION 'A session begins scheduled.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'scheduled' OR (NEW.poc_id, NEW.kind) IS DISTINCT FROM (OLD.poc_id, OLD.kind) THEN
    RAISE EXCEPTION 'A closed session stays as it is.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'held' AND NEW.kind IN ('hands_on', 'validation', 'migration_planning')
      AND NOT poc_plan_is_signed(poc_plan(NEW.poc_id)) THEN
    RAISE EXCEPTION 'The champion has not signed the current success plan (R27).' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON qualification_pocsession
  FOR EACH ROW EXECUTE FUNCTION poc_session_guard();

CREATE FUNCTION measurement_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT holds_role(NEW.by_id, '["solutions_engineer", "cert_sme", "technical_pm", "engineer"]', NULL) THEN
    RAISE EXCEPTION 'Pre-sales validation measures.' USING ERRCODE = '23514';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM qualification_poc poc, jsonb_array_elements((poc_plan(poc.id)).terms->'criteria') c
      WHERE poc.id = NEW.poc_id AND poc.state = 'running' AND c->>'key' = NEW.criterion
        AND c->>'category' <> 'relationship') THEN
    RAISE EXCEPTION 'No such criterion is measured now.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON qualification_measurement
  FOR EACH ROW EXECUTE FUNCTION measurement_guard();

-- Gates.
CREATE FUNCTION poc_of(opp bigint) RETURNS qualification_poc LANGUAGE sql STABLE AS $$
  SELECT p FROM qualification_poc p WHERE p.opportunity_id = opp AND p.state <> 'abandoned' ORDER BY p.id DESC LIMIT 1
$$;

CREATE FUNCTION gate_plan_signed(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT poc_plan_is_signed(poc_plan((poc_of(opp)).id))
$$;

CREATE FUNCTION gate_poc_outcome_in(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(args->'outcomes' ? (poc_of(opp)).outcome, false)
$$;
