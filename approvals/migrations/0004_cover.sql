-- What an approval covers (docs/domain.md §6.5, §6.6), the twin of approvals/domain/envelope.py, and the answers that
-- layer 2 asks for: which scope is offered, what is locked, which limits of its approval an offer passes.

CREATE FUNCTION envelope_value(option jsonb, price text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT round(coalesce(sum(v.worth) FILTER (WHERE v.charge = 'recurring'), 0) * (option->>'term_months')::int / 12, 2)
    + coalesce(sum(v.worth) FILTER (WHERE v.charge <> 'recurring'), 0)
  FROM (SELECT l->>'charge' AS charge, round((l->>'quantity')::numeric * (l->>price)::numeric, 2) AS worth
    FROM jsonb_array_elements(option->'lines') l) v
$$;

CREATE FUNCTION envelope_discount(listed numeric, net numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN listed = 0 THEN 0.0000 ELSE round((listed - net) * 100 / listed, 4) END
$$;

CREATE FUNCTION envelope_option(option jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object(
    'min_term', (option->>'term_months')::int, 'max_term', (option->>'term_months')::int,
    'max_payment_days', (option->>'payment_days')::int, 'may_split', (option->>'is_split_payment')::boolean,
    'billing', option->>'billing', 'min_net', envelope_value(option, 'unit_net')::text,
    'max_discount', envelope_discount(envelope_value(option, 'unit_list'), envelope_value(option, 'unit_net'))::text,
    'lines', (SELECT coalesce(jsonb_object_agg(k.key, k.discount::text), '{}') FROM (
      SELECT coalesce(nullif(l->>'code', ''), 'custom:' || (l->>'name')) || '/' || (l->>'charge') AS key,
        max(envelope_discount(round((l->>'quantity')::numeric * (l->>'unit_list')::numeric, 2),
          round((l->>'quantity')::numeric * (l->>'unit_net')::numeric, 2))) AS discount
      FROM jsonb_array_elements(option->'lines') l GROUP BY 1) k))
$$;

CREATE FUNCTION offer_envelope(terms jsonb, expires date) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT (terms - 'options') || jsonb_build_object('valid_until', to_char(expires, 'YYYY-MM-DD'),
    'options', (SELECT coalesce(jsonb_object_agg(o->>'letter', envelope_option(o)), '{}')
      FROM jsonb_array_elements(terms->'options') o))
$$;

CREATE FUNCTION envelope_outside(envelope jsonb, terms jsonb) RETURNS text[] LANGUAGE sql STABLE AS $$
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
      (7, 'lines', e.old IS NOT NULL AND EXISTS (SELECT 1 FROM jsonb_each_text(e.now->'lines') l
        WHERE e.old->'lines'->>l.key IS NULL OR l.value::numeric > (e.old->'lines'->>l.key)::numeric))
    ) x(place, key, is_outside)
    WHERE x.is_outside), '{}')
$$;

-- How large what is asked is: the greatest discount and annual value of the options, for deputies' limits and the queue.
CREATE FUNCTION terms_discount(terms jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT max((envelope_option(o)->>'max_discount')::numeric) FROM jsonb_array_elements(terms->'options') o
$$;

CREATE FUNCTION terms_amount(terms jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT max(CASE WHEN v.yearly > 0 THEN v.yearly ELSE v.total END) FROM (
    SELECT envelope_value(o, 'unit_net') AS total,
      round(coalesce((SELECT sum(round((l->>'quantity')::numeric * (l->>'unit_net')::numeric, 2))
        FROM jsonb_array_elements(o->'lines') l WHERE l->>'charge' = 'recurring'), 0)
        * least((o->>'term_months')::int, 12) / 12, 2) AS yearly
    FROM jsonb_array_elements(terms->'options') o) v
$$;

CREATE FUNCTION reporting_rate(wanted text, at timestamptz) RETURNS numeric LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN wanted = (SELECT w.reporting_currency FROM users_workspacesetting w LIMIT 1) THEN 1
    ELSE (SELECT r.rate FROM opportunities_exchangerate r WHERE r.currency = wanted
      AND r."on" <= (at AT TIME ZONE 'UTC')::date ORDER BY r."on" DESC LIMIT 1) END
$$;

-- The roles the guardrails ask for, and whether they allow it at all.
CREATE FUNCTION terms_roles(terms jsonb, rules jsonb, at timestamptz) RETURNS text[] LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN guardrail_roles(terms, rules, coalesce(reporting_rate(terms->>'currency', at), 1));
END $$;

CREATE FUNCTION terms_refused(terms jsonb, rules jsonb, at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN guardrail_refused(terms, rules, coalesce(reporting_rate(terms->>'currency', at), 1));
END $$;

-- Whether the process wants every offer approved, or exceptions only.
CREATE FUNCTION deal_wants_approval(opp bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(d.content->>'approval_policy', 'exceptions_only') = 'always'
  FROM opportunities_opportunity o JOIN process_processdefinition d ON d.id = o.definition_id WHERE o.id = opp
$$;

CREATE FUNCTION offer_needs_approval(wanted bigint, at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  terms jsonb := offer_terms(wanted);
  rules jsonb := (guardrails_in_force(at)).rules;
BEGIN
  RETURN deal_wants_approval((SELECT o.opportunity_id FROM opportunities_offer o WHERE o.id = wanted))
    OR cardinality(terms_roles(terms, rules, at)) > 0 OR terms_refused(terms, rules, at);
END $$;

CREATE OR REPLACE FUNCTION offer_scope(opp bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT p.fingerprint FROM qualification_proposalversion p WHERE p.opportunity_id = opp
    ORDER BY (p.finalised_at IS NOT NULL) DESC, p.number DESC LIMIT 1), '')
$$;

CREATE OR REPLACE FUNCTION offer_is_locked(offer bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM approvals_approvalrequest r
    WHERE r.offer_id = offer_is_locked.offer AND r.state IN ('submitted', 'in_review'))
$$;

CREATE OR REPLACE FUNCTION deal_is_locked(opp bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM approvals_approvalrequest r
    WHERE r.opportunity_id = opp AND r.offer_id IS NOT NULL AND r.state IN ('submitted', 'in_review'))
$$;

-- The limits an offer passes of the deal's approval that fits it best; empty where it is covered. One whole approval has
-- to cover it: two are never added up.
CREATE OR REPLACE FUNCTION offer_outside(offer bigint, at timestamptz) RETURNS text[] LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  terms jsonb;
  approved approvals_approvalrequest;
  passed text[];
  fewest text[];
BEGIN
  IF NOT offer_needs_approval(offer, at) THEN
    RETURN '{}';
  END IF;
  terms := offer_terms(offer);
  FOR approved IN SELECT r.* FROM approvals_approvalrequest r JOIN opportunities_offer o ON o.id = offer_outside.offer
      WHERE r.opportunity_id = o.opportunity_id AND r.state = 'approved' AND r.envelope IS NOT NULL
        AND r.expires_on >= (at AT TIME ZONE 'UTC')::date
      ORDER BY r.decided_at DESC, r.id DESC LOOP
    passed := envelope_outside(approved.envelope, terms);
    IF cardinality(passed) = 0 THEN
      RETURN passed;
    END IF;
    IF fewest IS NULL OR cardinality(passed) < cardinality(fewest) THEN
      fewest := passed;
    END IF;
  END LOOP;
  RETURN coalesce(fewest, ARRAY['approval']);
END $$;

-- The offer a gate means: what the customer has, else the newest draft.
CREATE FUNCTION offer_of_deal(opp bigint) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT o.id FROM opportunities_offer o WHERE o.opportunity_id = opp AND o.state <> 'withdrawn'
  ORDER BY (o.state = 'draft'), o.number DESC LIMIT 1
$$;

-- Twin of approvals/criteria/evaluators.py.
CREATE FUNCTION gate_approval_covers(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  wanted bigint := offer_of_deal(opp);
BEGIN
  IF coalesce((args->>'requested')::boolean, false) AND EXISTS (SELECT 1 FROM approvals_approvalrequest r
      WHERE r.opportunity_id = opp AND r.state IN ('submitted', 'in_review')
        AND (r.offer_id IS NOT NULL) = (args->>'what' <> 'poc_skip')
        AND (args->>'what' <> 'poc_skip' OR r.kind = 'poc_skip')) THEN
    RETURN true;
  END IF;
  IF args->>'what' = 'poc_skip' THEN
    RETURN EXISTS (SELECT 1 FROM approvals_approvalrequest r WHERE r.opportunity_id = opp AND r.kind = 'poc_skip'
      AND r.state = 'approved' AND r.expires_on >= (at AT TIME ZONE 'UTC')::date);
  END IF;
  IF wanted IS NULL THEN
    -- A renewal at its old price needs nobody's word yet.
    RETURN args->>'what' = 'renewal' AND (SELECT o.acv = o.base_acv FROM opportunities_opportunity o WHERE o.id = opp);
  END IF;
  RETURN cardinality(offer_outside(wanted, at)) = 0;
END $$;
