-- The database's own reading of every criterion: one function per evaluator, the twin of criteria.py.
-- A test compares the two over random records. Each takes an opportunity, the criterion's arguments and the time.

CREATE FUNCTION gate_field_set(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH record AS (
    SELECT CASE args->>'record'
      WHEN 'discovery' THEN (SELECT answers FROM opportunities_discovery WHERE opportunity_id = opp)
      WHEN 'pursuit_plan' THEN (SELECT to_jsonb(p) FROM opportunities_pursuitplan p WHERE opportunity_id = opp)
      ELSE (SELECT to_jsonb(o) FROM opportunities_opportunity o WHERE id = opp)
    END AS row)
  SELECT coalesce(bool_and(length(btrim(coalesce(row->>field, ''), E' \t\n\r')) >= coalesce((args->>'min_length')::int, 1)), false)
  FROM record, jsonb_array_elements_text(args->'fields') AS field
$$;

CREATE FUNCTION gate_field_gte(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((to_jsonb(o)->>(args->>'field'))::numeric >= (args->>'min')::numeric, false)
  FROM opportunities_opportunity o WHERE id = opp
$$;

CREATE FUNCTION gate_field_in(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(args->'values' ? (to_jsonb(o)->>(args->>'field')), false)
  FROM opportunities_opportunity o WHERE id = opp
$$;

CREATE FUNCTION gate_date_within(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((to_jsonb(o)->>(args->>'field'))::date <=
    ((CASE args->>'base' WHEN 'created_at' THEN o.created_at ELSE at END) AT TIME ZONE 'UTC')::date + (args->>'days')::int,
    false)
  FROM opportunities_opportunity o WHERE id = opp
$$;

CREATE FUNCTION gate_count(opp bigint, what text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE what
    WHEN 'enquiries' THEN (SELECT count(*) FROM opportunities_activity WHERE opportunity_id = opp AND kind = 'enquiry')
    WHEN 'stakeholders' THEN (SELECT count(DISTINCT contact_id) FROM opportunities_stakeholder WHERE opportunity_id = opp)
    WHEN 'held_activities' THEN (SELECT count(*) FROM opportunities_activity WHERE opportunity_id = opp AND kind IN ('call', 'meeting'))
    WHEN 'held_without_note' THEN (SELECT count(*) FROM opportunities_activity
      WHERE opportunity_id = opp AND kind IN ('call', 'meeting') AND btrim(note, E' \t\n\r') = '')
    WHEN 'pursuit_plans' THEN (SELECT count(*) FROM opportunities_pursuitplan WHERE opportunity_id = opp)
    WHEN 'viable_answers' THEN (SELECT (budget = 'viable')::int + (authority = 'viable')::int + (timeline = 'viable')::int
      FROM opportunities_opportunity WHERE id = opp)
    WHEN 'ruled_out_answers' THEN (SELECT (budget = 'not')::int + (authority = 'not')::int + (timeline = 'not')::int
      FROM opportunities_opportunity WHERE id = opp)
    ELSE 0 END
$$;

CREATE FUNCTION gate_count_gte(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT gate_count(opp, args->>'what') >= (args->>'min')::bigint
    AND gate_count(opp, coalesce(args->>'without', '')) = 0
$$;

CREATE FUNCTION gate_record_exists(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT bool_or(gate_count(opp, what) > 0) FROM jsonb_array_elements_text(args->'any') AS what
$$;

CREATE FUNCTION gate_activity_held(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) >= coalesce((args->>'min')::int, 1)
  FROM opportunities_activity a
  WHERE a.opportunity_id = opp AND a.happened_at <= at
    AND (args->'kinds' IS NULL AND a.kind IN ('call', 'meeting') OR args->'kinds' ? a.kind)
    AND length(btrim(a.note, E' \t\n\r')) >= coalesce((args->>'min_note')::int, 0)
    AND (coalesce((args->>'customer')::boolean, false) IS FALSE OR a.customer_count > 0)
    AND (args->>'within_days' IS NULL OR a.happened_at >= at - make_interval(days => (args->>'within_days')::int))
$$;

CREATE FUNCTION gate_document_in(opp bigint, args jsonb, states text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN args ? 'any'
    THEN EXISTS (SELECT 1 FROM opportunities_document d
      WHERE d.opportunity_id = opp AND args->'any' ? d.kind AND d.state = ANY (states))
    ELSE (SELECT bool_and(EXISTS (SELECT 1 FROM opportunities_document d
      WHERE d.opportunity_id = opp AND d.kind = wanted AND d.state = ANY (states)))
      FROM jsonb_array_elements_text(args->'all') AS wanted) END
$$;

CREATE FUNCTION gate_document_present(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT gate_document_in(opp, args, ARRAY['issued', 'signed', 'paid'])
$$;

CREATE FUNCTION gate_document_signed(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT gate_document_in(opp, args, ARRAY['signed'])
$$;

CREATE FUNCTION gate_payment_received(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT gate_document_in(opp, '{"any": ["invoice"]}', ARRAY['paid'])
$$;

CREATE FUNCTION gate_milestone_reached(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT bool_and(EXISTS (SELECT 1 FROM opportunities_milestone m
    WHERE m.opportunity_id = opp AND m.key = wanted AND m.revoked_at IS NULL))
  FROM jsonb_array_elements_text(args->'milestones') AS wanted
$$;

CREATE FUNCTION gate_contact_role_present(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opportunities_stakeholder s JOIN accounts_contact c ON c.id = s.contact_id
    WHERE s.opportunity_id = opp AND args->'roles' ? s.role AND c.left_at IS NULL)
$$;

CREATE FUNCTION gate_icp_fit(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(a.icp_fit >= coalesce((args->>'min')::int, 60), false)
  FROM opportunities_opportunity o JOIN accounts_account a ON a.id = o.account_id WHERE o.id = opp
$$;

CREATE FUNCTION gate_persona_ok(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opportunities_stakeholder s JOIN accounts_contact c ON c.id = s.contact_id
    WHERE s.opportunity_id = opp AND c.left_at IS NULL AND args->'personas' ? c.persona)
$$;

-- Whether one criterion lets the record through: waived, or derived and attested as its kind asks.
CREATE FUNCTION gate_criterion_opens(opp bigint, item process_processcriterion, at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  holds boolean := true;
  said opportunities_attestation;
BEGIN
  IF item.is_waivable AND EXISTS (SELECT 1 FROM opportunities_waiver w
      WHERE w.opportunity_id = opp AND w.criterion_id = item.criterion_id AND w.lifted_at IS NULL) THEN
    RETURN true;
  END IF;
  IF item.evaluator <> '' THEN
    EXECUTE format('SELECT %I($1, $2, $3)', 'gate_' || item.evaluator) INTO holds USING opp, item.args, at;
  END IF;
  IF NOT coalesce(holds, false) THEN RETURN false; END IF;
  IF item.kind = 'D' THEN RETURN true; END IF;
  SELECT * INTO said FROM opportunities_attestation a
    WHERE a.opportunity_id = opp AND a.criterion_id = item.criterion_id ORDER BY a.id DESC LIMIT 1;
  RETURN FOUND AND NOT said.is_withdrawal
    AND (item.max_age_days IS NULL OR at - said.at <= make_interval(days => item.max_age_days));
END $$;
