-- Escalations and deputies (docs/domain.md §6.1, §6.4), and what layers below ask of layer 4 besides.

CREATE FUNCTION open_escalations(opp bigint) RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg('#' || e.id || ' ' || left(e.reason, 120) ORDER BY e.id), '[]')
  FROM approvals_escalation e WHERE e.opportunity_id = opp AND e.closed_at IS NULL
$$;

-- T10 of a proposal: what layer 3 reads, and the escalations it knows nothing of.
ALTER FUNCTION proposal_facts(qualification_proposalversion, timestamptz) RENAME TO proposal_facts_without_escalations;
CREATE FUNCTION proposal_facts(v qualification_proposalversion, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT proposal_facts_without_escalations(v, at) || jsonb_build_object('escalations', open_escalations(v.opportunity_id))
$$;

CREATE OR REPLACE FUNCTION approved_request(opp bigint, kind text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM approvals_approvalrequest r WHERE r.opportunity_id = opp AND r.kind = approved_request.kind
    AND r.state = 'approved' AND r.expires_on >= (at AT TIME ZONE 'UTC')::date)
$$;

-- While a request about an offer waits, the scope it is the price of does not change (§6.6).
CREATE FUNCTION scope_lock_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF deal_is_locked(NEW.opportunity_id) THEN
    RAISE EXCEPTION 'The scope waits for a decision with its price (R16).' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_locked BEFORE INSERT ON qualification_proposalversion FOR EACH ROW EXECUTE FUNCTION scope_lock_guard();

CREATE FUNCTION escalation_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  region text;
BEGIN
  SELECT o.region INTO region FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id FOR UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.decided_at IS NOT NULL OR NEW.closed_at IS NOT NULL THEN
      RAISE EXCEPTION 'An escalation begins open.' USING ERRCODE = '23514';
    END IF;
  ELSIF OLD.closed_at IS NOT NULL OR OLD.decided_at IS NOT NULL AND (NEW.decision, NEW.decided_by_id, NEW.decided_at)
        IS DISTINCT FROM (OLD.decision, OLD.decided_by_id, OLD.decided_at)
      OR to_jsonb(NEW) - '{version,assigned_to_id,due_at,decision,decided_by_id,decided_at,closed_by_id,closed_at}'::text[]
        <> to_jsonb(OLD) - '{version,assigned_to_id,due_at,decision,decided_by_id,decided_at,closed_by_id,closed_at}'::text[] THEN
    RAISE EXCEPTION 'What an escalation says stays.' USING ERRCODE = '23514';
  END IF;
  IF NEW.assigned_to_id IS NOT NULL AND NOT (holds_step_role(NEW.assigned_to_id, 'leader', '')
      OR holds_step_role(NEW.assigned_to_id, 'regional_vp', region)) THEN
    RAISE EXCEPTION 'An escalation is put to a leader or the regional VP.' USING ERRCODE = '23514';
  END IF;
  IF NEW.decided_by_id IS NOT NULL AND NOT (holds_step_role(NEW.decided_by_id, 'leader', '')
      OR holds_step_role(NEW.decided_by_id, 'regional_vp', region)) THEN
    RAISE EXCEPTION 'A leader or the regional VP decides an escalation.' USING ERRCODE = '23514';
  END IF;
  IF NEW.closed_by_id IS NOT NULL AND NEW.closed_by_id <> NEW.raised_by_id
      AND NOT holds_step_role(NEW.closed_by_id, 'leader', '') THEN
    RAISE EXCEPTION 'Who raised an escalation closes it, or a leader.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON approvals_escalation FOR EACH ROW EXECUTE FUNCTION escalation_guard();

-- How high somebody's word reaches: regional VP, VP finance, legal, leader (kinds.py).
CREATE FUNCTION deciding_rank(person bigint) RETURNS integer LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(max(array_position(ARRAY['regional_vp', 'vp_finance', 'legal', 'leader'], g.role::text)), 0)
  FROM users_rolegrant g WHERE g.user_id = person
$$;

CREATE FUNCTION delegation_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR to_jsonb(NEW) - '{ended_at,ended_by_id}'::text[]
        <> to_jsonb(OLD) - '{ended_at,ended_by_id}'::text[] THEN
      RAISE EXCEPTION 'A delegation is only ended, once.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  -- One after the other, so that two together make no circle.
  PERFORM pg_advisory_xact_lock(hashtext('approvals_delegation'));
  IF NEW.set_by_id <> NEW.approver_id AND NOT holds_step_role(NEW.set_by_id, 'leader', '')
      AND NOT EXISTS (SELECT 1 FROM users_membership m JOIN users_team t ON t.id = m.team_id
        JOIN users_absence a ON a.user_id = m.user_id AND a.starts_on <= NEW.ends_on AND a.ends_on >= NEW.starts_on
        WHERE m.user_id = NEW.approver_id AND t.manager_id = NEW.set_by_id) THEN
    RAISE EXCEPTION 'The approver names the deputy, or their manager while they are away.' USING ERRCODE = '23514';
  END IF;
  IF NOT holds_step_role(NEW.set_by_id, 'leader', '') AND NOT (deciding_rank(NEW.approver_id) > 0
      AND deciding_rank(NEW.deputy_id) >= deciding_rank(NEW.approver_id))
      AND NOT EXISTS (SELECT 1 FROM users_rolegrant a JOIN users_rolegrant d ON d.role = a.role AND d.user_id = NEW.deputy_id
        WHERE a.user_id = NEW.approver_id AND a.role IN ('revops_admin', 'delivery_manager')) THEN
    RAISE EXCEPTION 'A deputy holds an equal or higher role, or is named by a leader.' USING ERRCODE = '23514';
  END IF;
  IF EXISTS (WITH RECURSIVE found(person) AS (SELECT NEW.deputy_id UNION SELECT d.deputy_id FROM found f
      JOIN approvals_delegation d ON d.approver_id = f.person AND d.ended_at IS NULL
        AND d.starts_on <= NEW.ends_on AND d.ends_on >= NEW.starts_on)
      SELECT 1 FROM found WHERE person = NEW.approver_id) THEN
    RAISE EXCEPTION 'Deputies do not stand in for each other in a circle.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON approvals_delegation FOR EACH ROW EXECUTE FUNCTION delegation_guard();

-- An approved offer may not grow by more than a quarter (docs/domain.md §6.5): then those who approved it look again.
CREATE OR REPLACE FUNCTION envelope_option(option jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object(
    'min_term', (option->>'term_months')::int, 'max_term', (option->>'term_months')::int,
    'max_payment_days', (option->>'payment_days')::int, 'may_split', (option->>'is_split_payment')::boolean,
    'billing', option->>'billing', 'min_net', envelope_value(option, 'unit_net')::text,
    'max_net', round(envelope_value(option, 'unit_net') * 1.25, 2)::text,
    'max_discount', envelope_discount(envelope_value(option, 'unit_list'), envelope_value(option, 'unit_net'))::text,
    'lines', (SELECT coalesce(jsonb_object_agg(k.key, k.discount::text), '{}') FROM (
      SELECT coalesce(nullif(l->>'code', ''), 'custom:' || (l->>'name')) || '/' || (l->>'charge') AS key,
        max(envelope_discount(round((l->>'quantity')::numeric * (l->>'unit_list')::numeric, 2),
          round((l->>'quantity')::numeric * (l->>'unit_net')::numeric, 2))) AS discount
      FROM jsonb_array_elements(option->'lines') l GROUP BY 1) k))
$$;

CREATE OR REPLACE FUNCTION envelope_outside(envelope jsonb, terms jsonb) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_remove(ARRAY[
    CASE WHEN envelope->>'currency' IS DISTINCT FROM terms->>'currency' THEN 'currency' END,
    CASE WHEN envelope->>'channel' IS DISTINCT FROM terms->>'channel' THEN 'channel' END,
    CASE WHEN envelope->>'marketplace' IS DISTINCT FROM terms->>'marketplace' THEN 'marketplace' END,
    CASE WHEN envelope->>'legal_entity' IS DISTINCT FROM terms->>'legal_entity' THEN 'legal_entity' END,
    CASE WHEN envelope->>'scope' IS DISTINCT FROM terms->>'scope' THEN 'scope' END,
    CASE WHEN array_position(ARRAY['ours', 'redlined', 'customer'], terms->>'paper')
      > array_position(ARRAY['ours', 'redlined', 'customer'], envelope->>'paper') THEN 'paper' END,
    CASE WHEN NOT terms->'clauses' <@ (envelope->'clauses') THEN 'clauses' END,
    CASE WHEN (terms->>'marketplace_fee')::numeric > (envelope->>'marketplace_fee')::numeric THEN 'marketplace_fee' END,
    CASE WHEN (terms->>'partner_fee')::numeric > (envelope->>'partner_fee')::numeric THEN 'partner_fee' END,
    CASE WHEN coalesce((terms->>'valid_until')::date > (envelope->>'valid_until')::date, true) THEN 'valid_until' END
  ], NULL) || coalesce((
    SELECT array_agg((n->>'letter') || '.' || x.key ORDER BY n->>'letter', x.place)
    FROM jsonb_array_elements(terms->'options') n
    CROSS JOIN LATERAL (SELECT envelope->'options'->(n->>'letter') AS old, envelope_option(n) AS now) e
    CROSS JOIN LATERAL (VALUES
      (0, 'option', e.old IS NULL),
      (1, 'term', (n->>'term_months')::int NOT BETWEEN (e.old->>'min_term')::int AND (e.old->>'max_term')::int),
      (2, 'payment_days', (n->>'payment_days')::int > (e.old->>'max_payment_days')::int),
      (3, 'split', (n->>'is_split_payment')::boolean AND NOT (e.old->>'may_split')::boolean),
      (4, 'billing', n->>'billing' <> e.old->>'billing'),
      (5, 'discount', (e.now->>'max_discount')::numeric > (e.old->>'max_discount')::numeric),
      (6, 'net', (e.now->>'min_net')::numeric < (e.old->>'min_net')::numeric),
      (7, 'growth', (e.now->>'min_net')::numeric > (e.old->>'max_net')::numeric),
      (8, 'lines', e.old IS NOT NULL AND EXISTS (SELECT 1 FROM jsonb_each_text(e.now->'lines') l
        WHERE e.old->'lines'->>l.key IS NULL OR l.value::numeric > (e.old->'lines'->>l.key)::numeric))
    ) x(place, key, is_outside)
    WHERE x.is_outside), '{}')
$$;
