-- What the standard process asks of layer 3 besides (docs/domain.md §2.5, §2.6).

-- An approved skip counts as a signed plan, and with a Tech Win proven otherwise as a favourable POC.
CREATE OR REPLACE FUNCTION gate_plan_signed(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(poc_plan_is_signed(poc_plan((poc_of(opp)).id)), false)
    OR coalesce(approved_request(opp, args->>'or_approved', at), false)
$$;

CREATE OR REPLACE FUNCTION gate_poc_outcome_in(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(args->'outcomes' ? (poc_of(opp)).outcome, false)
    OR coalesce(approved_request(opp, args->>'or_approved', at), false)
      AND gate_milestone_reached(opp, '{"milestones": ["tech_win"]}', at)
$$;

-- `within_days`: each step is secured, or due from today until so many days on.
CREATE OR REPLACE FUNCTION gate_decision_steps_complete(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) > 0 AND coalesce(bool_and(owner_name <> '' AND due_on IS NOT NULL AND approver <> ''
    AND (args->>'within_days' IS NULL OR secured_on <= (at AT TIME ZONE 'UTC')::date
      OR due_on - (at AT TIME ZONE 'UTC')::date BETWEEN 0 AND (args->>'within_days')::int)), false)
  FROM qualification_componentdetail WHERE opportunity_id = opp AND component = 'decision_process'
$$;

-- When the economic buyer last took part in a call or meeting of this deal.
CREATE FUNCTION buyer_attended_at(opp bigint, at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT max(a.happened_at) FROM opportunities_activity a
    JOIN opportunities_activity_contacts attended ON attended.activity_id = a.id
    JOIN opportunities_stakeholder s ON s.opportunity_id = opp AND s.contact_id = attended.contact_id
      AND s.role = 'economic_buyer'
    JOIN accounts_contact c ON c.id = s.contact_id AND c.left_at IS NULL
  WHERE a.opportunity_id = opp AND a.kind IN ('call', 'meeting') AND a.happened_at <= at
$$;

CREATE FUNCTION gate_criteria_all_pass_of_engaged(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT meddpicc_effective(opp, 'champion', at) >= 2
    AND (meddpicc_effective(opp, 'economic_buyer', at) >= 2
      OR coalesce(buyer_attended_at(opp, at) >= at - interval '60 days', false))
$$;
