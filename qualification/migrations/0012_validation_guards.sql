-- The database's last word on validation, the twin of qualification/domain/{proposal,triggers}.py (docs/domain.md §1.5, §1.6):
-- what fires is read from the records, what clears it holds for these causes in this version, and nothing is final before.

-- The newest version of a deal's proposal, and the content it was validated as.
CREATE FUNCTION proposal_of(opp bigint) RETURNS qualification_proposalversion LANGUAGE sql STABLE AS $$
  SELECT p FROM qualification_proposalversion p WHERE p.opportunity_id = opp ORDER BY p.number DESC LIMIT 1
$$;

CREATE FUNCTION proposal_basis(v qualification_proposalversion) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(v.basis_id, v.id)
$$;

CREATE FUNCTION verdict_clears(r qualification_review) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(r.state IN ('clear', 'clear_with_conditions') OR r.risk_accepted_at IS NOT NULL, false)
$$;

-- The newest verdict on a content; and the newest one that cleared another content of the same deal.
CREATE FUNCTION proposal_verdict(content bigint) RETURNS qualification_review LANGUAGE sql STABLE AS $$
  SELECT r FROM qualification_review r JOIN qualification_proposalversion p ON p.id = r.proposal_id
  WHERE proposal_basis(p) = content AND r.decided_at IS NOT NULL ORDER BY r.decided_at DESC, r.id DESC LIMIT 1
$$;

CREATE FUNCTION proposal_cleared_before(v qualification_proposalversion) RETURNS qualification_review
LANGUAGE sql STABLE AS $$
  SELECT r FROM qualification_review r JOIN qualification_proposalversion p ON p.id = r.proposal_id
  WHERE r.opportunity_id = v.opportunity_id AND proposal_basis(p) < proposal_basis(v) AND verdict_clears(r)
  ORDER BY r.decided_at DESC, r.id DESC LIMIT 1
$$;

CREATE FUNCTION proposal_estimate(content bigint) RETURNS qualification_effortestimate LANGUAGE sql STABLE AS $$
  SELECT e FROM qualification_effortestimate e JOIN qualification_proposalversion p ON p.id = e.proposal_id
  WHERE proposal_basis(p) = content ORDER BY e.id DESC LIMIT 1
$$;

CREATE FUNCTION is_confirmed(what text, called text, buyer bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM qualification_confirmation c WHERE c.kind = what AND lower(c.name) = lower(btrim(called))
    AND c.opportunity_id IS NOT DISTINCT FROM buyer AND c.withdrawn_at IS NULL)
$$;

-- Texts of a JSON list, in its order; of special terms, those of one kind.
CREATE FUNCTION texts_of(list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(t ORDER BY n), '{}') FROM jsonb_array_elements_text(list) WITH ORDINALITY AS x(t, n)
$$;

CREATE FUNCTION special_terms(terms jsonb, wanted text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(t->'text' ORDER BY n), '[]')
  FROM jsonb_array_elements(terms->'special_terms') WITH ORDINALITY AS x(t, n) WHERE t->>'kind' = wanted
$$;

-- What of the customer's security stands open; a later file reads it (T21).
CREATE FUNCTION security_open(opp bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT '[]'::jsonb $$;

CREATE FUNCTION proposal_facts(v qualification_proposalversion, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH deal AS (SELECT * FROM opportunities_opportunity WHERE id = v.opportunity_id),
  verdict AS (SELECT proposal_verdict(proposal_basis(v)) AS r),
  before AS (SELECT p, (r).tcv FROM (SELECT proposal_cleared_before(v) AS r) AS newest
    JOIN qualification_proposalversion p ON p.id = (r).proposal_id),
  estimate AS (SELECT (proposal_estimate(proposal_basis(v))).*)
  SELECT jsonb_build_object(
    'open_assumptions', (SELECT coalesce(jsonb_agg(t ORDER BY n), '[]')
      FROM jsonb_array_elements_text(v.terms->'assumptions') WITH ORDINALITY AS x(t, n)
      WHERE (SELECT c.state FROM qualification_assumptioncheck c WHERE c.opportunity_id = v.opportunity_id
        AND c.text = t ORDER BY c.id DESC LIMIT 1) IS DISTINCT FROM 'validated'),
    'processor', v.terms->>'processor',
    'processor_is_listed', is_confirmed('processor', v.terms->>'processor', NULL),
    'processor_is_confirmed', is_confirmed('processor', v.terms->>'processor', v.opportunity_id),
    'unconfirmed_tools', (SELECT coalesce(jsonb_agg(t ORDER BY n), '[]')
      FROM jsonb_array_elements_text(v.terms->'tools') WITH ORDINALITY AS x(t, n)
      WHERE NOT is_confirmed('tool', t, v.opportunity_id)),
    'red_flags', (SELECT coalesce(jsonb_agg('#' || f.id || ' ' || f.text ORDER BY f.id), '[]')
      FROM qualification_redflag f WHERE f.opportunity_id = v.opportunity_id AND f.closed_at IS NULL),
    'has_high_flag', EXISTS (SELECT 1 FROM qualification_redflag f WHERE f.opportunity_id = v.opportunity_id
      AND f.closed_at IS NULL AND f.severity = 'high'),
    'calls_not_held', (SELECT coalesce(jsonb_agg('#' || c.id || ' ' || c.topic ORDER BY c.id), '[]')
      FROM qualification_confidencecall c WHERE c.opportunity_id = v.opportunity_id AND c.activity_id IS NULL),
    'margin', (SELECT round((deal.tcv - e.likely * e.cost_per_day) / nullif(deal.tcv, 0) * 100, 1)::text FROM estimate e),
    'margin_kind', coalesce((SELECT e.kind FROM estimate e), 'services'),
    'effort_before', (SELECT (proposal_estimate(proposal_basis(p))).likely::text FROM before),
    'effort', (SELECT likely::text FROM estimate),
    'price_before', (SELECT tcv::text FROM before),
    'price', deal.tcv::text)
  || jsonb_build_object(
    'deliverables_added', (SELECT coalesce(jsonb_agg(DISTINCT i->>'deliverable'), '[]')
      FROM before, jsonb_array_elements(v.terms->'items') AS i WHERE NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements((p).terms->'items') AS j WHERE j->>'deliverable' = i->>'deliverable')),
    'exclusions_removed', (SELECT coalesce(jsonb_agg(t ORDER BY n), '[]')
      FROM before, jsonb_array_elements_text((p).terms->'exclusions') WITH ORDINALITY AS x(t, n)
      WHERE NOT v.terms->'exclusions' ? t),
    'custom_items', (SELECT coalesce(jsonb_agg(i->>'text' ORDER BY n), '[]')
      FROM jsonb_array_elements(v.terms->'items') WITH ORDINALITY AS x(i, n) WHERE (i->>'is_custom')::boolean),
    'promises', special_terms(v.terms, 'promise'),
    'go_live_on', v.terms->>'go_live_on',
    'signature_on', greatest(coalesce(deal.close_date, (at AT TIME ZONE 'UTC')::date), (at AT TIME ZONE 'UTC')::date)::text,
    'uncommitted', (SELECT coalesce(jsonb_agg(t->>'name' ORDER BY n), '[]')
      FROM jsonb_array_elements(v.terms->'third_parties') WITH ORDINALITY AS x(t, n)
      WHERE NOT EXISTS (SELECT 1 FROM opportunities_document d WHERE d.opportunity_id = v.opportunity_id
        AND d.id = (t->>'document_id')::bigint AND d.state IN ('issued', 'signed', 'paid'))),
    'new_places', (SELECT coalesce(jsonb_agg(t ORDER BY n), '[]') FROM (
      SELECT t, n FROM jsonb_array_elements_text(v.terms->'places') WITH ORDINALITY AS x(t, n)
      WHERE NOT is_confirmed('place', t, NULL) AND NOT EXISTS (SELECT 1 FROM opportunities_opportunity o
        JOIN accounts_account a ON a.id = o.account_id WHERE o.stage_kind = 'won' AND a.country = t)
      UNION ALL SELECT t, 1000 + n FROM jsonb_array_elements_text(v.terms->'schemes') WITH ORDINALITY AS x(t, n)
      WHERE NOT is_confirmed('scheme', t, NULL)) AS new),
    'legal_terms', special_terms(v.terms, 'legal_terms'),
    'payment_terms', special_terms(v.terms, 'payment_terms'),
    'guarantees', special_terms(v.terms, 'guarantee'),
    'tcv', round(deal.tcv * deal.rate, 2)::text,
    'term_months', deal.term_months,
    'open_infosec', security_open(v.opportunity_id),
    'poc_is_asked', EXISTS (SELECT 1 FROM process_processcriterion c JOIN process_processedge e ON e.id = c.edge_id
      WHERE e.definition_id = deal.definition_id AND c.evaluator = 'poc_outcome_in'),
    'poc_outcome', coalesce((poc_of(v.opportunity_id)).outcome, ''),
    'free_work', special_terms(v.terms, 'free_work'),
    'subcontractors', special_terms(v.terms, 'subcontractor'),
    'cleared_before', (SELECT 'version ' || (p).number FROM before),
    'cleared_on', (SELECT ((r).decided_at AT TIME ZONE 'UTC')::date::text FROM verdict WHERE verdict_clears(r)),
    'today', (at AT TIME ZONE 'UTC')::date::text,
    'original_routes', (SELECT coalesce(jsonb_agg(DISTINCT route), '["psv"]') FROM (
      SELECT 'psv' AS route UNION SELECT c.route FROM qualification_triggerclearance c
      JOIN qualification_proposalversion q ON q.id = c.proposal_id
      WHERE proposal_basis(q) = coalesce((SELECT proposal_basis(p) FROM before), proposal_basis(v))) AS routes))
  FROM deal
$$;

-- Facts of rooms that are not built yet are missing: their triggers stand here and do not fire.
CREATE FUNCTION proposal_causes(f jsonb) RETURNS TABLE (trigger text, about text, routes text[]) LANGUAGE sql IMMUTABLE AS $$
  WITH deviations AS (
    SELECT concat_ws(' | ',
      CASE WHEN (f->>'effort_before')::numeric > 0 AND abs((f->>'effort')::numeric - (f->>'effort_before')::numeric)
        >= (f->>'effort_before')::numeric * 0.15 THEN format('effort %s instead of %s', f->>'effort', f->>'effort_before') END,
      CASE WHEN (f->>'price_before')::numeric > 0 AND abs((f->>'price')::numeric - (f->>'price_before')::numeric)
        >= (f->>'price_before')::numeric * 0.10 THEN format('price %s instead of %s', f->>'price', f->>'price_before') END,
      (SELECT string_agg('new deliverable ' || t, ' | ' ORDER BY n)
        FROM unnest(texts_of(f->'deliverables_added')) WITH ORDINALITY AS x(t, n)),
      (SELECT string_agg('without the exclusion ' || t, ' | ' ORDER BY n)
        FROM unnest(texts_of(f->'exclusions_removed')) WITH ORDINALITY AS x(t, n))) AS words
  ), floors AS (
    SELECT CASE f->>'margin_kind' WHEN 'software' THEN 60 ELSE 35 END AS floor
  )
  SELECT * FROM (VALUES
    ('T01', array_to_string(texts_of(f->'open_assumptions'), ' | '), ARRAY['psv']),
    ('T02', CASE WHEN NOT ((f->>'processor_is_listed')::boolean AND (f->>'processor_is_confirmed')::boolean)
      THEN f->>'processor' END, ARRAY['psv']),
    ('T03', array_to_string(texts_of(f->'unconfirmed_tools'), ' | '), ARRAY['psv']),
    ('T04', array_to_string(texts_of(f->'red_flags'), ' | '),
      CASE WHEN (f->>'has_high_flag')::boolean THEN ARRAY['psv', 'lr'] ELSE ARRAY['psv'] END),
    ('T05', array_to_string(texts_of(f->'calls_not_held'), ' | '), ARRAY['psv']),
    ('T06', (SELECT CASE WHEN (f->>'margin')::numeric < floor
      THEN format('margin %s %%, floor %s %%', f->>'margin', floor) END FROM floors), ARRAY['psv', 'lr']),
    ('T07', array_to_string(texts_of(f->'price_deviations'), ' | '), ARRAY['lr']),
    ('T08', array_to_string(texts_of(f->'over_guardrail'), ' | '), ARRAY['lr']),
    ('T09', (SELECT words FROM deviations), ARRAY['psv', 'lr']),
    ('T10', array_to_string(texts_of(f->'escalations'), ' | '), ARRAY['lr']),
    ('T11', array_to_string(texts_of(f->'custom_items'), ' | '), ARRAY['psv']),
    ('T12', array_to_string(texts_of(f->'promises'), ' | '), ARRAY['lr']),
    ('T13', CASE WHEN (f->>'go_live_on')::date < (f->>'signature_on')::date + 60
      THEN format('%s, standard %s', f->>'go_live_on', (f->>'signature_on')::date + 60) END, ARRAY['psv']),
    ('T14', array_to_string(texts_of(f->'capacity_short'), ' | '), ARRAY['psv']),
    ('T15', array_to_string(texts_of(f->'uncommitted'), ' | '), ARRAY['psv']),
    ('T16', array_to_string(texts_of(f->'new_places'), ' | '), ARRAY['psv', 'lr']),
    ('T17', array_to_string(texts_of(f->'legal_terms'), ' | '), ARRAY['lr', 'legal']),
    ('T18', array_to_string(texts_of(f->'payment_terms'), ' | '), ARRAY['finance']),
    ('T19', array_to_string(texts_of(f->'guarantees'), ' | '), ARRAY['psv', 'lr']),
    ('T20', CASE WHEN (f->>'tcv')::numeric >= 250000 OR (f->>'term_months')::int > 36
      THEN format('TCV %s over %s months', f->>'tcv', f->>'term_months') END, ARRAY['lr']),
    ('T21', array_to_string(texts_of(f->'open_infosec'), ' | '), ARRAY['psv']),
    ('T22', CASE WHEN ((f->>'poc_is_asked')::boolean OR f->>'poc_outcome' <> '')
      AND f->>'poc_outcome' NOT IN ('met', 'exceeded') THEN coalesce(nullif(f->>'poc_outcome', ''), 'skipped') END, ARRAY['psv']),
    ('T23', array_to_string(texts_of(f->'partner_fees'), ' | '), ARRAY['lr']),
    ('T24', array_to_string(texts_of(f->'conflicts'), ' | '), ARRAY['lr']),
    ('T25', array_to_string(texts_of(f->'free_work'), ' | '), ARRAY['lr']),
    ('T26', array_to_string(texts_of(f->'subcontractors'), ' | '), ARRAY['psv', 'lr']),
    ('T27', CASE WHEN f->>'cleared_before' <> '' THEN 'changed since ' || (f->>'cleared_before')
      WHEN (f->>'today')::date > (f->>'cleared_on')::date + 30 THEN 'cleared on ' || (f->>'cleared_on') END,
      texts_of(f->'original_routes'))
  ) AS found(trigger, about, routes) WHERE about <> ''
$$;

-- The facts are read once: inlined, they would be read again for each trigger.
CREATE FUNCTION proposal_fired(v qualification_proposalversion, at timestamptz)
RETURNS TABLE (trigger text, about text, routes text[]) LANGUAGE sql STABLE AS $$
  WITH known AS MATERIALIZED (SELECT proposal_facts(v, at) AS f)
  SELECT c.* FROM known, proposal_causes(known.f) AS c
$$;

-- Whether a clearance of this very cause counts on a route: the word of its people, and for validation its verdict.
CREATE FUNCTION proposal_is_cleared(v qualification_proposalversion, cause text, causes text, way text, moment timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM qualification_triggerclearance c JOIN qualification_proposalversion p ON p.id = c.proposal_id
    WHERE p.opportunity_id = v.opportunity_id AND proposal_basis(p) = proposal_basis(v)
      AND (c.trigger, c.about, c.route) = (cause, causes, way) AND c.at >= moment - interval '30 days')
$$;

CREATE FUNCTION proposal_open_points(v qualification_proposalversion, at timestamptz)
RETURNS TABLE (trigger text, about text, route text) LANGUAGE sql STABLE AS $$
  WITH verdict AS (SELECT proposal_verdict(proposal_basis(v)) AS r)
  SELECT c.trigger, c.about, way FROM proposal_fired(v, at) AS c, unnest(c.routes) AS way, verdict
  WHERE NOT (proposal_is_cleared(v, c.trigger, c.about, way, at)
    AND (way <> 'psv' OR verdict_clears(r) AND (r).decided_at >= at - interval '30 days'))
  UNION ALL SELECT 'blocked', (r).note, 'psv' FROM verdict WHERE (r).state = 'blocked' AND NOT verdict_clears(r)
  UNION ALL SELECT 'condition', c->>'text', 'psv' FROM verdict, jsonb_array_elements((r).conditions) AS c
    WHERE NOT (v.terms->'exclusions' || (v.terms->'risks')) ? (c->>'text')
$$;

CREATE FUNCTION gate_triggers_cleared(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p).id IS NOT NULL AND ((p).finalised_at IS NOT NULL OR args->>'finalised' IS NULL)
    AND NOT EXISTS (SELECT 1 FROM proposal_open_points(p, at)) FROM proposal_of(opp) AS p
$$;

-- Guards.
CREATE FUNCTION proposal_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  newest qualification_proposalversion := proposal_of(NEW.opportunity_id);
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.number <> coalesce(newest.number, 0) + 1 OR NEW.finalised_at IS NOT NULL THEN
      RAISE EXCEPTION 'A version follows the newest one and is not final yet.' USING ERRCODE = '23514';
    END IF;
    IF NEW.basis_id IS NOT NULL AND (NEW.basis_id <> proposal_basis(newest)
        OR NEW.terms - 'exclusions' - 'risks' <> newest.terms - 'exclusions' - 'risks'
        OR NOT NEW.terms->'exclusions' @> (newest.terms->'exclusions')
        OR NOT NEW.terms->'risks' @> (newest.terms->'risks')) THEN
      RAISE EXCEPTION 'Conditions only add exclusions and risks.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.finalised_at IS NOT NULL OR NEW.finalised_at IS NULL OR to_jsonb(NEW) - '{finalised_at,finalised_by_id}'::text[]
      <> to_jsonb(OLD) - '{finalised_at,finalised_by_id}'::text[] THEN
    RAISE EXCEPTION 'A version is never edited, and final once.' USING ERRCODE = '23514';
  END IF;
  IF NEW.id <> newest.id THEN
    RAISE EXCEPTION 'Only the newest version becomes final.' USING ERRCODE = '23514';
  END IF;
  IF EXISTS (SELECT 1 FROM proposal_open_points(OLD, greatest(NEW.finalised_at, transaction_timestamp()))) THEN
    RAISE EXCEPTION 'A fired trigger is not cleared for this version (R05, R06).' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON qualification_proposalversion
  FOR EACH ROW EXECUTE FUNCTION proposal_guard();

CREATE FUNCTION clearance_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  v qualification_proposalversion;
  deal opportunities_opportunity;
  roles jsonb := CASE NEW.route WHEN 'lr' THEN '["leader", "regional_vp"]' WHEN 'legal' THEN '["legal"]'
    WHEN 'finance' THEN '["vp_finance", "leader"]' ELSE '["solutions_engineer", "cert_sme", "technical_pm", "engineer"]' END;
BEGIN
  SELECT * INTO v FROM qualification_proposalversion WHERE id = NEW.proposal_id;
  SELECT * INTO deal FROM opportunities_opportunity WHERE id = v.opportunity_id;
  -- Who accepts the risk of a blocked verdict clears what it left open.
  IF NEW.route = 'psv' AND (proposal_verdict(proposal_basis(v))).risk_accepted_by_id = NEW.by_id THEN
    roles := '["leader"]';
  END IF;
  IF NOT holds_role(NEW.by_id, roles, NULL) OR (NEW.by_id IN (deal.owner_id, deal.originator_id) AND NOT works_alone()) THEN
    RAISE EXCEPTION 'A trigger is cleared by the people of its route, never on their own deal (R15).' USING ERRCODE = '23514';
  END IF;
  IF v.id <> (proposal_of(deal.id)).id OR NOT EXISTS (SELECT 1 FROM proposal_fired(v, NEW.at) AS c
      WHERE c.trigger = NEW.trigger AND c.about = NEW.about AND NEW.route = ANY (c.routes)) THEN
    RAISE EXCEPTION 'This trigger does not fire for these causes in the newest version.' USING ERRCODE = '23514';
  END IF;
  IF length(btrim(NEW.evidence)) < 10 THEN
    RAISE EXCEPTION 'Say what it rests on.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION works_alone() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT w.team_mode = 'solo' FROM users_workspacesetting w LIMIT 1), false)
$$;

CREATE TRIGGER b_guard BEFORE INSERT ON qualification_triggerclearance
  FOR EACH ROW EXECUTE FUNCTION clearance_guard();

CREATE FUNCTION review_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  v qualification_proposalversion;
  deal opportunities_opportunity;
BEGIN
  SELECT * INTO v FROM qualification_proposalversion WHERE id = NEW.proposal_id;
  IF v.opportunity_id <> NEW.opportunity_id THEN
    RAISE EXCEPTION 'A review is of a version of the same deal.' USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' OR NEW.decided_at IS NOT NULL OR NEW.risk_accepted_at IS NOT NULL THEN
      RAISE EXCEPTION 'A review begins waiting.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'waiting' THEN
    IF OLD.state <> 'blocked' OR OLD.risk_accepted_at IS NOT NULL OR length(btrim(NEW.risk_reason)) < 10
        OR NOT holds_role(NEW.risk_accepted_by_id, '["leader"]', NULL)
        OR to_jsonb(NEW) - '{version,risk_accepted_at,risk_accepted_by_id,risk_reason}'::text[]
          <> to_jsonb(OLD) - '{version,risk_accepted_at,risk_accepted_by_id,risk_reason}'::text[] THEN
      RAISE EXCEPTION 'A verdict stands; only a leader accepts the risk of a blocked one, with a reason.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.opportunity_id, NEW.requested_by_id, NEW.requested_at) IS DISTINCT FROM
      (OLD.opportunity_id, OLD.requested_by_id, OLD.requested_at) OR NEW.risk_accepted_at IS NOT NULL THEN
    RAISE EXCEPTION 'The identity of a review does not change.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state IN ('waiting', 'withdrawn') THEN
    IF NEW.decided_at IS NOT NULL THEN
      RAISE EXCEPTION 'Only a verdict decides.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO deal FROM opportunities_opportunity WHERE id = NEW.opportunity_id;
  IF NOT holds_role(NEW.decided_by_id, '["solutions_engineer", "cert_sme", "technical_pm", "engineer"]', NULL)
      OR (NEW.decided_by_id IN (deal.owner_id, deal.originator_id, NEW.requested_by_id) AND NOT works_alone()) THEN
    RAISE EXCEPTION 'Pre-sales validation decides, never on its own deal (R15).' USING ERRCODE = '23514';
  END IF;
  IF NEW.state LIKE 'clear%' AND ((proposal_estimate(proposal_basis(v))).id IS NULL OR EXISTS (
      SELECT 1 FROM proposal_fired(v, NEW.decided_at) AS c
      WHERE 'psv' = ANY (c.routes) AND NOT proposal_is_cleared(v, c.trigger, c.about, 'psv', NEW.decided_at))) THEN
    RAISE EXCEPTION 'A fired trigger is not cleared, or the effort is not estimated.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON qualification_review
  FOR EACH ROW EXECUTE FUNCTION review_guard();

-- What only pre-sales validation writes: estimates, checks of assumptions, confirmations.
CREATE FUNCTION validator_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT holds_role(NEW.by_id, '["solutions_engineer", "cert_sme", "technical_pm", "engineer"]', NULL) THEN
    RAISE EXCEPTION 'Pre-sales validation writes this.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON qualification_effortestimate
  FOR EACH ROW EXECUTE FUNCTION validator_guard();
CREATE TRIGGER b_guard BEFORE INSERT ON qualification_assumptioncheck
  FOR EACH ROW EXECUTE FUNCTION validator_guard();
CREATE TRIGGER b_guard BEFORE INSERT ON qualification_confirmation
  FOR EACH ROW EXECUTE FUNCTION validator_guard();

-- What is settled once: a red flag is closed, a call is held, a confirmation withdrawn.
CREATE FUNCTION settled_once_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF to_jsonb(OLD)->>TG_ARGV[0] IS NOT NULL THEN
    RAISE EXCEPTION 'What is settled stays as it is.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

-- A flag is settled by pre-sales validation, never by the deal's owner.
CREATE FUNCTION red_flag_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.closed_at IS NOT NULL AND (length(btrim(NEW.how_closed)) < 10 OR (NOT works_alone() AND NEW.closed_by_id = (
        SELECT o.owner_id FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id))
      OR NOT holds_role(NEW.closed_by_id, '["solutions_engineer", "cert_sme", "technical_pm", "engineer"]', NULL)) THEN
    RAISE EXCEPTION 'Pre-sales validation settles a red flag, and says how.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON qualification_redflag
  FOR EACH ROW EXECUTE FUNCTION red_flag_guard();

CREATE FUNCTION confidence_call_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.activity_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM opportunities_activity a WHERE a.id = NEW.activity_id
      AND a.opportunity_id = NEW.opportunity_id AND a.kind IN ('call', 'meeting') AND a.customer_count > 0) THEN
    RAISE EXCEPTION 'A confidence call is a call or meeting with the customer.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON qualification_confidencecall
  FOR EACH ROW EXECUTE FUNCTION confidence_call_guard();

CREATE TRIGGER c_settled BEFORE UPDATE ON qualification_redflag
  FOR EACH ROW EXECUTE FUNCTION settled_once_guard('closed_at');
CREATE TRIGGER c_settled BEFORE UPDATE ON qualification_confidencecall
  FOR EACH ROW EXECUTE FUNCTION settled_once_guard('activity_id');
CREATE TRIGGER c_settled BEFORE UPDATE ON qualification_confirmation
  FOR EACH ROW EXECUTE FUNCTION settled_once_guard('withdrawn_at');
