-- The last word on requests (docs/domain.md §1.4, §6.1 to §6.5): whose word counts, on which terms, and what follows.
-- Every trigger takes the deal's lock first, as every service does.

CREATE FUNCTION holds_step_role(person bigint, wanted text, place text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM users_rolegrant g JOIN users_user u ON u.id = g.user_id AND u.is_active
    WHERE g.user_id = person AND g.role = wanted
      AND (wanted <> 'regional_vp' OR place = '' OR g.region IN ('', place)))
$$;

CREATE FUNCTION delegation_counts(d approvals_delegation, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT d.ended_at IS NULL AND (at AT TIME ZONE 'UTC')::date BETWEEN d.starts_on AND d.ends_on
$$;

-- Everybody who stands in for these people, directly or through others, and the people themselves.
CREATE FUNCTION with_deputies(people bigint[], at timestamptz) RETURNS SETOF bigint LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  WITH RECURSIVE found(person) AS (
    SELECT unnest(people)
    UNION
    SELECT s.deputy_id FROM found f CROSS JOIN LATERAL (
      SELECT d.deputy_id FROM approvals_delegation d WHERE d.approver_id = f.person AND delegation_counts(d, at)
      UNION ALL
      SELECT a.deputy_id FROM users_absence a WHERE a.user_id = f.person
        AND (at AT TIME ZONE 'UTC')::date BETWEEN a.starts_on AND a.ends_on) s)
  SELECT person FROM found WHERE person IS NOT NULL
$$;

-- Who wrote the terms since they were last decided.
CREATE FUNCTION editors_of(r approvals_approvalrequest) RETURNS bigint[] LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT e.by_id), '{}') FROM opportunities_offeredit e
  WHERE e.offer_id = r.offer_id AND e.by_id IS NOT NULL AND e.at > coalesce((
    SELECT max(p.decided_at) FROM approvals_approvalrequest p
    WHERE p.offer_id = r.offer_id AND p.id <> r.id AND p.state IN ('approved', 'expired', 'superseded', 'voided')), '-infinity')
$$;

-- A step waits when it is put to somebody in the round that runs and nobody has decided it.
CREATE FUNCTION step_waits(s approvals_approvalstep) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT s.opened_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM approvals_decision d WHERE d.step_id = s.id)
    AND EXISTS (SELECT 1 FROM approvals_approvalrequest r
      WHERE r.id = s.request_id AND r.round = s.round AND r.state = 'in_review')
    AND NOT EXISTS (SELECT 1 FROM approvals_approvalstep e WHERE e.request_id = s.request_id AND e.round = s.round
      AND e."group" < s."group" AND e.id NOT IN (SELECT d.step_id FROM approvals_decision d))
$$;

-- Why somebody must not decide anything of a request, whatever roles they hold; empty where nothing keeps them apart.
CREATE FUNCTION kept_apart(r approvals_approvalrequest, person bigint, at timestamptz) RETURNS text LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN works_alone() THEN ''
    WHEN person = r.requester_id THEN 'requester'
    WHEN person = (SELECT o.owner_id FROM opportunities_opportunity o WHERE o.id = r.opportunity_id) THEN 'owner'
    WHEN person = ANY (editors_of(r)) THEN 'editor'
    WHEN person IN (SELECT with_deputies(editors_of(r) || r.requester_id, at)) THEN 'deputy'
    WHEN EXISTS (SELECT 1 FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id
      WHERE s.request_id = r.id AND s.round = r.round AND d.verdict = 'approved' AND d.by_id = person) THEN 'second_step'
    ELSE '' END
$$;

-- In whose place somebody decides a step: `own` by their role, `deputy` of an approver within the limits, `leader` where
-- nobody else can or it is more than twice as late as it may be; no row where not at all.
CREATE FUNCTION step_capacity(s approvals_approvalstep, person bigint, at timestamptz)
RETURNS TABLE (capacity text, in_place_of bigint) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH r AS (SELECT q.*, o.region FROM approvals_approvalrequest q
    JOIN opportunities_opportunity o ON o.id = q.opportunity_id WHERE q.id = s.request_id),
  standing_in AS (
    SELECT d.approver_id, d.deputy_id FROM approvals_delegation d, r
    WHERE delegation_counts(d, at) AND holds_step_role(d.approver_id, s.role, r.region)
      AND coalesce(r.discount, 0) <= coalesce(d.max_discount, 'infinity')
      AND coalesce(r.amount, 0) <= coalesce(d.max_amount, 'infinity'))
  SELECT 'own', NULL::bigint FROM r WHERE holds_step_role(person, s.role, r.region)
  UNION ALL
  SELECT 'deputy', i.approver_id FROM standing_in i, r
    WHERE i.deputy_id = person AND NOT holds_step_role(person, s.role, r.region)
  UNION ALL
  SELECT 'leader', NULL FROM r WHERE s.role <> 'leader' AND holds_step_role(person, 'leader', '') AND (at >= s.escalates_at
    OR NOT EXISTS (SELECT 1 FROM users_rolegrant g, approvals_approvalrequest q WHERE q.id = s.request_id AND g.role = s.role
      AND holds_step_role(g.user_id, s.role, r.region) AND kept_apart(q, g.user_id, at) = '')
    AND NOT EXISTS (SELECT 1 FROM standing_in i, approvals_approvalrequest q WHERE q.id = s.request_id
      AND kept_apart(q, i.deputy_id, at) = ''))
$$;

-- Whom a step is put to, best first: a holder of the role who is here, a deputy of one who is away, a holder who is away.
CREATE FUNCTION step_candidates(step bigint, at timestamptz) RETURNS TABLE (person bigint, in_place_of bigint) LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT u.id, c.in_place_of FROM approvals_approvalstep s JOIN approvals_approvalrequest r ON r.id = s.request_id
  CROSS JOIN users_user u CROSS JOIN LATERAL step_capacity(s, u.id, at) c
  WHERE s.id = step AND u.is_active AND kept_apart(r, u.id, at) = ''
    AND EXISTS (SELECT 1 FROM users_rolegrant g WHERE g.user_id = u.id)
  ORDER BY CASE c.capacity WHEN 'own' THEN CASE WHEN EXISTS (SELECT 1 FROM users_absence a WHERE a.user_id = u.id
      AND (at AT TIME ZONE 'UTC')::date BETWEEN a.starts_on AND a.ends_on) THEN 2 ELSE 0 END
    WHEN 'deputy' THEN 1 ELSE 3 END, u.name, u.id
$$;

-- Why somebody must not decide a step now; empty where they may.
CREATE FUNCTION step_refusal(step bigint, person bigint, at timestamptz) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  s approvals_approvalstep;
  r approvals_approvalrequest;
  apart text;
BEGIN
  SELECT * INTO s FROM approvals_approvalstep WHERE id = step;
  SELECT * INTO r FROM approvals_approvalrequest WHERE id = s.request_id;
  IF s.id IS NULL OR NOT step_waits(s) THEN RETURN 'not_waiting'; END IF;
  apart := kept_apart(r, person, at);
  IF apart <> '' THEN RETURN apart; END IF;
  IF NOT EXISTS (SELECT 1 FROM step_capacity(s, person, at)) THEN RETURN 'role'; END IF;
  RETURN '';
END $$;

-- Whose words a request needs at least: those of its kind and those the guardrails ask for (kinds.py).
CREATE FUNCTION request_roles(r approvals_approvalrequest, at timestamptz) RETURNS text[] LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  wanted text[] := CASE r.kind
    WHEN 'non_standard_terms' THEN ARRAY['legal'] || CASE WHEN r.discount > 0 THEN ARRAY['vp_finance'] ELSE '{}' END
    WHEN 'margin_below_floor' THEN ARRAY['vp_finance', 'leader']
    WHEN 'marketplace_terms' THEN ARRAY['vp_finance', 'legal']
    WHEN 'partner_fee' THEN ARRAY['vp_finance']
    WHEN 'discount_outside_guardrails' THEN '{}'
    WHEN 'change_request_commercial' THEN '{}'
    WHEN 'material_scope_deviation' THEN CASE WHEN r.amount < 50000 THEN ARRAY['regional_vp'] ELSE ARRAY['leader'] END
    WHEN 'poc_skip' THEN ARRAY['regional_vp']
    WHEN 'stage_waiver' THEN ARRAY['regional_vp']
    WHEN 'territory_exception' THEN ARRAY['regional_vp', 'revops_admin']
    WHEN 'intro_conflict' THEN ARRAY['regional_vp', 'revops_admin']
    WHEN 'decommission' THEN ARRAY['regional_vp', 'delivery_manager']
    ELSE ARRAY['regional_vp', 'vp_finance'] END;
BEGIN
  IF r.offer_id IS NULL THEN RETURN wanted; END IF;
  wanted := wanted || terms_roles(r.subject, (SELECT g.rules FROM approvals_guardrailset g WHERE g.id = r.guardrails_id), at);
  IF deal_wants_approval(r.opportunity_id) THEN
    wanted := wanted || ARRAY['regional_vp', 'vp_finance'];
  END IF;
  RETURN CASE WHEN cardinality(wanted) = 0 THEN ARRAY['regional_vp'] ELSE wanted END;
END $$;

CREATE FUNCTION approval_ends(day date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT least(day + 30, (date_trunc('quarter', day::timestamp) + interval '3 months - 1 day')::date)
$$;

CREATE FUNCTION request_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  deal opportunities_opportunity;
  kept text[] := '{version,state,round,subject,subject_fingerprint,guardrails_id,findings,discount,amount,is_fast,envelope,submitted_at,decided_at,expires_on,ended_at,ended_by_id,ended_reason}';
  words text[] := '{what,why,give_get,expectation,alternatives,needed_by}';
  at timestamptz := clock_timestamp();
BEGIN
  SELECT * INTO deal FROM opportunities_opportunity WHERE id = NEW.opportunity_id FOR UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.round <> 1 OR NEW.envelope IS NOT NULL OR NEW.decided_at IS NOT NULL OR NEW.expires_on IS NOT NULL
        OR deal.stage_kind <> 'open' THEN
      RAISE EXCEPTION 'A request begins as a draft about an open deal.' USING ERRCODE = '23514';
    END IF;
    IF NEW.offer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM opportunities_offer o
        WHERE o.id = NEW.offer_id AND o.opportunity_id = NEW.opportunity_id) THEN
      RAISE EXCEPTION 'A request is about an offer of its own deal.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state IN ('draft', 'returned') THEN
    kept := kept || words;
  END IF;
  IF to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
    RAISE EXCEPTION 'What a request asks for does not change while somebody decides or has decided.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = OLD.state THEN
    IF to_jsonb(NEW) - words - ARRAY['version', 'subject'] <> to_jsonb(OLD) - words - ARRAY['version', 'subject']
        OR NEW.subject <> OLD.subject AND OLD.state NOT IN ('draft', 'returned') THEN
      RAISE EXCEPTION 'What a state brings changes only with the state.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'in_review'),
      ('in_review', 'approved'), ('in_review', 'rejected'), ('in_review', 'returned'), ('draft', 'withdrawn'),
      ('submitted', 'withdrawn'), ('in_review', 'withdrawn'), ('returned', 'withdrawn'), ('approved', 'expired'),
      ('approved', 'superseded'), ('approved', 'voided')) THEN
    RAISE EXCEPTION 'A request does not go from % to %.', OLD.state, NEW.state USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'submitted' THEN
    RETURN request_submitted(NEW, OLD, deal, at);
  END IF;
  IF (NEW.round, NEW.subject, NEW.subject_fingerprint, NEW.guardrails_id, NEW.findings, NEW.discount, NEW.amount, NEW.is_fast, NEW.submitted_at)
    IS DISTINCT FROM (OLD.round, OLD.subject, OLD.subject_fingerprint, OLD.guardrails_id, OLD.findings, OLD.discount, OLD.amount,
      OLD.is_fast, OLD.submitted_at) THEN
    RAISE EXCEPTION 'What is asked is fixed once it is submitted.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'in_review' AND NOT request_roles(NEW, at) <@ ARRAY(SELECT s.role::text FROM approvals_approvalstep s
      WHERE s.request_id = NEW.id AND s.round = NEW.round) THEN
    RAISE EXCEPTION 'A step that the guardrails or the kind ask for is missing.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'approved' THEN
    RETURN request_approved(NEW, deal, at);
  END IF;
  IF NEW.state IN ('rejected', 'returned') AND NOT EXISTS (SELECT 1 FROM approvals_decision d
      JOIN approvals_approvalstep s ON s.id = d.step_id
      WHERE s.request_id = NEW.id AND s.round = NEW.round AND d.verdict = NEW.state) THEN
    RAISE EXCEPTION 'Nobody decided that.' USING ERRCODE = '23514';
  END IF;
  IF NEW.state = 'expired' AND OLD.expires_on >= (at AT TIME ZONE 'UTC')::date THEN
    RAISE EXCEPTION 'The approval runs until %.', OLD.expires_on USING ERRCODE = '23514';
  END IF;
  IF (NEW.envelope, NEW.expires_on) IS DISTINCT FROM (OLD.envelope, OLD.expires_on) THEN
    RAISE EXCEPTION 'What was approved does not change.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

-- The moment of submission: the database reads the terms itself.
CREATE FUNCTION request_submitted(r approvals_approvalrequest, before approvals_approvalrequest, deal opportunities_opportunity,
  at timestamptz) RETURNS approvals_approvalrequest LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  rules approvals_guardrailset := guardrails_in_force(at);
BEGIN
  IF deal.stage_kind <> 'open' THEN
    RAISE EXCEPTION 'The record is closed (R28).' USING ERRCODE = '23514';
  END IF;
  IF r.offer_id IS NULL THEN
    r.subject_fingerprint := encode(sha256(convert_to(r.subject::text, 'UTF8')), 'hex');
    r.amount := deal.amount_reporting;
  ELSE
    r.subject := offer_terms(r.offer_id);
    r.subject_fingerprint := offer_fingerprint(r.offer_id);
    r.discount := terms_discount(r.subject);
    r.amount := round(terms_amount(r.subject) * coalesce(reporting_rate(r.subject->>'currency', at), 1), 2);
    IF terms_refused(r.subject, rules.rules, at) THEN
      RAISE EXCEPTION 'The guardrails allow these terms to nobody.' USING ERRCODE = '23514';
    END IF;
  END IF;
  -- Changed terms begin again with the first step and are judged afresh; changed words alone are not (§6.2).
  IF r.subject_fingerprint <> before.subject_fingerprint THEN
    r.guardrails_id := rules.id;
    r.round := before.round + CASE before.state WHEN 'returned' THEN 1 ELSE 0 END;
  END IF;
  RETURN r;
END $$;

-- The moment of approval: every word counts for these terms, and what they cover follows from the terms alone.
CREATE FUNCTION request_approved(r approvals_approvalrequest, deal opportunities_opportunity, at timestamptz)
RETURNS approvals_approvalrequest LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  said text[];
BEGIN
  SELECT coalesce(array_agg(s.role::text), '{}') INTO said FROM approvals_approvalstep s JOIN approvals_decision d ON d.step_id = s.id
    WHERE s.request_id = r.id AND s.round = r.round AND d.verdict = 'approved' AND d.seen_fingerprint = r.subject_fingerprint;
  IF NOT request_roles(r, at) <@ said OR EXISTS (SELECT 1 FROM approvals_approvalstep s WHERE s.request_id = r.id
      AND s.round = r.round AND s.id NOT IN (SELECT d.step_id FROM approvals_decision d)) THEN
    RAISE EXCEPTION 'Not every step has approved.' USING ERRCODE = '23514';
  END IF;
  IF r.offer_id IS NOT NULL AND offer_fingerprint(r.offer_id) <> r.subject_fingerprint THEN
    RAISE EXCEPTION 'The terms changed since they were submitted.' USING ERRCODE = '23514';
  END IF;
  IF NOT works_alone() AND NOT EXISTS (SELECT 1 FROM approvals_approvalstep s JOIN approvals_decision d ON d.step_id = s.id
      WHERE s.request_id = r.id AND s.round = r.round AND d.verdict = 'approved'
        AND d.by_id IS DISTINCT FROM deal.originator_id) THEN
    RAISE EXCEPTION 'Who brought the deal in is not its only approver (R15).' USING ERRCODE = '23514';
  END IF;
  r.expires_on := approval_ends((at AT TIME ZONE 'UTC')::date);
  r.envelope := CASE WHEN r.offer_id IS NOT NULL THEN offer_envelope(r.subject, r.expires_on) END;
  RETURN r;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON approvals_approvalrequest
  FOR EACH ROW EXECUTE FUNCTION request_guard();

CREATE FUNCTION step_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r approvals_approvalrequest;
BEGIN
  PERFORM 1 FROM opportunities_opportunity WHERE id = (SELECT opportunity_id FROM approvals_approvalrequest
    WHERE id = NEW.request_id) FOR UPDATE;
  SELECT * INTO r FROM approvals_approvalrequest WHERE id = NEW.request_id;
  IF TG_OP = 'INSERT' THEN
    IF r.state <> 'submitted' OR NEW.round <> r.round THEN
      RAISE EXCEPTION 'Steps are laid when a request is submitted.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.opened_at IS NOT NULL AND to_jsonb(NEW) - '{approver_id,in_place_of_id}'::text[]
      <> to_jsonb(OLD) - '{approver_id,in_place_of_id}'::text[] THEN
    RAISE EXCEPTION 'The clock of a step runs once.' USING ERRCODE = '23514';
  END IF;
  IF OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL AND EXISTS (SELECT 1 FROM approvals_approvalstep e
      WHERE e.request_id = NEW.request_id AND e.round = NEW.round AND e."group" < NEW."group"
        AND e.id NOT IN (SELECT d.step_id FROM approvals_decision d)) THEN
    RAISE EXCEPTION 'An earlier step waits.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON approvals_approvalstep FOR EACH ROW EXECUTE FUNCTION step_guard();

CREATE FUNCTION decision_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s approvals_approvalstep;
  r approvals_approvalrequest;
  refusal text;
BEGIN
  SELECT * INTO s FROM approvals_approvalstep WHERE id = NEW.step_id;
  PERFORM 1 FROM opportunities_opportunity WHERE id = (SELECT opportunity_id FROM approvals_approvalrequest
    WHERE id = s.request_id) FOR UPDATE;
  SELECT * INTO r FROM approvals_approvalrequest WHERE id = s.request_id;
  -- clock_timestamp() and not NEW.at: nobody is late, or a deputy, by naming another day.
  refusal := step_refusal(NEW.step_id, NEW.by_id, clock_timestamp());
  IF refusal <> '' THEN
    RAISE EXCEPTION 'This person does not decide this step: %.', refusal USING ERRCODE = '23514';
  END IF;
  IF NEW.on_behalf_of_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM step_capacity(s, NEW.by_id, clock_timestamp()) c
      WHERE c.in_place_of = NEW.on_behalf_of_id) OR NEW.on_behalf_of_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM step_capacity(s, NEW.by_id, clock_timestamp()) c WHERE c.in_place_of IS NULL) THEN
    RAISE EXCEPTION 'A decision names in whose place it is taken.' USING ERRCODE = '23514';
  END IF;
  IF NEW.seen_fingerprint <> r.subject_fingerprint
      OR r.offer_id IS NOT NULL AND offer_fingerprint(r.offer_id) <> r.subject_fingerprint THEN
    RAISE EXCEPTION 'The terms are not those that were seen.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON approvals_decision FOR EACH ROW EXECUTE FUNCTION decision_guard();

-- A verdict without its consequence does not survive a commit.
CREATE FUNCTION decision_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r approvals_approvalrequest;
BEGIN
  SELECT q.* INTO r FROM approvals_approvalrequest q JOIN approvals_approvalstep s ON s.request_id = q.id WHERE s.id = NEW.step_id;
  IF r.state = 'in_review' AND (NEW.verdict <> 'approved' OR NOT EXISTS (SELECT 1 FROM approvals_approvalstep s
      WHERE s.request_id = r.id AND s.round = r.round AND s.id NOT IN (SELECT d.step_id FROM approvals_decision d))) THEN
    RAISE EXCEPTION 'A decision moves its request.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER c_carried AFTER INSERT ON approvals_decision DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION decision_carried();
