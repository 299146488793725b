-- Tech Win says what the proof says (docs/domain.md §2.5), the twin of qualification/services/guard_tech_win.py.
CREATE FUNCTION poc_judged(proof bigint, at timestamptz)
RETURNS TABLE (priority text, passes boolean, better numeric, target numeric) LANGUAGE sql STABLE AS $$
  WITH criteria AS (
    SELECT c->>'priority' AS priority, c->>'direction' AS direction, poc_number(c->>'target') AS target,
      CASE WHEN c->>'category' = 'relationship' THEN meddpicc_effective(poc.opportunity_id, c->>'metric', at)
        ELSE (SELECT m.value FROM qualification_measurement m
              WHERE m.poc_id = proof AND m.criterion = c->>'key' ORDER BY m.id DESC LIMIT 1) END AS measured
    FROM qualification_poc poc, jsonb_array_elements((poc_plan(proof)).terms->'criteria') c WHERE poc.id = proof
  )
  SELECT priority, coalesce(CASE direction WHEN '>=' THEN measured >= target WHEN '<=' THEN measured <= target
      ELSE measured = target END, false),
    CASE direction WHEN '>=' THEN measured - target WHEN '<=' THEN target - measured END, target
  FROM criteria
$$;

CREATE OR REPLACE FUNCTION poc_outcome(proof bigint, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  WITH shares AS (
    SELECT coalesce(avg(passes::int) FILTER (WHERE priority = 'must'), 1) AS musts,
      coalesce(avg(passes::int) FILTER (WHERE priority = 'should'), 1) AS shoulds,
      coalesce(bool_or(passes AND target <> 0 AND better >= abs(target) * 0.20) FILTER (WHERE priority = 'must'), false)
        AS is_beaten
    FROM poc_judged(proof, at)
  )
  SELECT CASE WHEN musts = 1 AND shoulds >= 0.9 AND is_beaten THEN 'exceeded' WHEN musts = 1 AND shoulds >= 0.6 THEN 'met'
    WHEN musts >= 0.7 THEN 'partially_met' ELSE 'not_met' END FROM shares
$$;

-- A proof ends with a readout: a meeting after the measuring with the champion and one more person (§4.4).
CREATE FUNCTION poc_readout_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.verdict = '' OR NOT EXISTS (
      SELECT 1 FROM opportunities_activity a JOIN opportunities_activity_contacts c ON c.activity_id = a.id
      JOIN opportunities_stakeholder s ON s.opportunity_id = NEW.opportunity_id AND s.contact_id = c.contact_id
      WHERE a.id = NEW.readout_id AND a.opportunity_id = NEW.opportunity_id AND a.kind IN ('meeting', 'call')
        AND a.happened_at >= NEW.measured_at AND a.customer_count >= 2
        AND s.role IN ('champion', 'champion_candidate')) THEN
    RAISE EXCEPTION 'A POC is concluded by its readout and the customer''s verdict.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_readout BEFORE UPDATE ON qualification_poc FOR EACH ROW
  WHEN (NEW.state = 'concluded' AND OLD.state <> 'concluded') EXECUTE FUNCTION poc_readout_guard();

-- Deferred, so that the service names everything missing first; no commit gets past it.
CREATE FUNCTION tech_win_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  proof qualification_poc;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM opportunities_milestone WHERE id = NEW.id AND key = 'tech_win' AND revoked_at IS NULL) THEN
    RETURN NULL;
  END IF;
  SELECT p.* INTO proof FROM qualification_poc p
    WHERE p.opportunity_id = NEW.opportunity_id AND p.state <> 'abandoned' ORDER BY p.id DESC LIMIT 1;
  IF proof.id IS NOT NULL AND (proof.state <> 'concluded'
      OR proof.verdict NOT IN ('accept', 'accept_with_reservations')
      OR NOT coalesce((SELECT bool_and(passes) FROM poc_judged(proof.id, proof.measured_at) WHERE priority = 'must'), false))
  THEN
    RAISE EXCEPTION 'Tech Win rests on a POC that does not carry it.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER tech_win_guard AFTER INSERT OR UPDATE OF opportunity_id, key, revoked_at
  ON opportunities_milestone DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.key = 'tech_win' AND NEW.revoked_at IS NULL) EXECUTE FUNCTION tech_win_guard();
