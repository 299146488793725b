-- Requirements, questions and what gates read of them (docs/domain.md §2.5, §4.5 to §4.7).

CREATE FUNCTION requirement_standing(opp bigint) RETURNS TABLE (kind text, listed bigint, validated bigint, is_aligned boolean)
LANGUAGE sql STABLE AS $$
  WITH judged AS (
    SELECT r.kind, coalesce((SELECT j.state FROM qualification_judgement j
      WHERE j.requirement_id = r.id ORDER BY j.id DESC LIMIT 1), 'open') AS state
    FROM qualification_requirement r WHERE r.opportunity_id = opp
  ), counted AS (
    SELECT j.kind, count(*) AS listed, count(*) FILTER (WHERE j.state = 'validated') AS validated
    FROM judged j WHERE j.state <> 'withdrawn' GROUP BY j.kind
  ), said AS (
    SELECT DISTINCT ON (a.kind) a.kind, a.is_aligned FROM qualification_alignment a
    WHERE a.opportunity_id = opp ORDER BY a.kind, a.id DESC
  )
  SELECT kind::text, coalesce(c.listed, 0), coalesce(c.validated, 0), coalesce(s.is_aligned, false)
  FROM counted c FULL JOIN said s USING (kind)
$$;

-- Who of the customer committed to judge the results, and what the newest plan measures (§4.2).
CREATE FUNCTION plan_standing(opp bigint)
RETURNS TABLE (judges bigint, champions bigint, measured bigint, decision_criteria bigint) LANGUAGE sql STABLE AS $$
  WITH plan AS (SELECT (poc_plan((poc_of(opp)).id)).terms AS terms),
  judging AS (
    SELECT DISTINCT c.id FROM plan, jsonb_array_elements(plan.terms->'participants') p
    JOIN accounts_contact c ON c.id = (p->>'contact_id')::bigint AND c.left_at IS NULL
    WHERE (p->>'is_committed')::boolean
  )
  SELECT (SELECT count(*) FROM judging),
    (SELECT count(DISTINCT j.id) FROM judging j JOIN opportunities_stakeholder s ON s.contact_id = j.id
      AND s.opportunity_id = opp AND s.role IN ('champion', 'champion_candidate')),
    (SELECT count(*) FROM plan, jsonb_array_elements(plan.terms->'criteria') c WHERE c->>'category' <> 'relationship'),
    (SELECT count(*) FROM qualification_componentdetail WHERE opportunity_id = opp AND component = 'decision_criteria')
$$;

-- Validation judges technical requirements, and never on a deal of its own (§1.4, R15).
CREATE FUNCTION judgement_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM qualification_requirement r JOIN opportunities_opportunity o ON o.id = r.opportunity_id
      WHERE r.id = NEW.requirement_id AND r.kind = 'technical' AND NOT (
        holds_role(NEW.by_id, '["solutions_engineer", "cert_sme", "technical_pm", "engineer"]', NULL)
        AND (NEW.by_id IS DISTINCT FROM o.owner_id AND NEW.by_id IS DISTINCT FROM o.originator_id
          OR works_alone()))) THEN
    RAISE EXCEPTION 'Pre-sales validation judges technical requirements.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON qualification_judgement
  FOR EACH ROW EXECUTE FUNCTION judgement_guard();

CREATE FUNCTION question_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.answered_at IS NOT NULL THEN
    RAISE EXCEPTION 'An answer is given once.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE UPDATE ON qualification_question
  FOR EACH ROW EXECUTE FUNCTION question_guard();

-- Deferred: a service says what ended an alignment in the same transaction; no commit gets past it.
CREATE FUNCTION alignment_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  deal bigint;
BEGIN
  IF TG_TABLE_NAME = 'qualification_judgement' THEN
    SELECT r.opportunity_id INTO deal FROM qualification_requirement r WHERE r.id = NEW.requirement_id;
  ELSE
    deal := NEW.opportunity_id;
  END IF;
  IF EXISTS (SELECT 1 FROM requirement_standing(deal) s WHERE s.is_aligned AND (s.listed = 0 OR s.validated < s.listed)) THEN
    RAISE EXCEPTION 'A group is aligned while every requirement of it is validated.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER alignment_guard AFTER INSERT ON qualification_requirement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alignment_guard();
CREATE CONSTRAINT TRIGGER alignment_guard AFTER INSERT ON qualification_judgement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alignment_guard();
CREATE CONSTRAINT TRIGGER alignment_guard AFTER INSERT ON qualification_alignment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alignment_guard();

-- Gates over lists: each list has a function of its own, so that every room brings those it keeps.
CREATE FUNCTION gate_criteria_all_pass(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  holds boolean;
BEGIN
  EXECUTE format('SELECT %I($1, $2, $3)', 'gate_criteria_all_pass_of_' || (args->>'of')) INTO holds USING opp, args, at;
  RETURN coalesce(holds, false);
END $$;

CREATE FUNCTION gate_open_items_zero(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  holds boolean;
BEGIN
  EXECUTE format('SELECT %I($1, $2, $3)', 'gate_open_items_zero_of_' || (args->>'of')) INTO holds USING opp, args, at;
  RETURN coalesce(holds, false);
END $$;

CREATE FUNCTION gate_criteria_all_pass_of_infosec_path(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM requirement_standing(opp) s WHERE s.kind = 'infosec' AND s.listed > 0)
    AND EXISTS (SELECT 1 FROM qualification_securitystep WHERE opportunity_id = opp)
$$;

CREATE FUNCTION gate_criteria_all_pass_of_committed_judges(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT judges >= 2 AND champions >= 1 FROM plan_standing(opp)
$$;

CREATE FUNCTION gate_criteria_all_pass_of_plan_basics(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT measured >= 1 AND decision_criteria >= 3 FROM plan_standing(opp)
$$;

CREATE FUNCTION gate_criteria_all_pass_of_proof(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM requirement_standing(opp) s
      WHERE s.kind = 'technical' AND s.listed > 0 AND s.validated = s.listed)
    AND gate_poc_outcome_in(opp, '{"outcomes": ["met", "exceeded"]}', at)
$$;

CREATE FUNCTION gate_criteria_all_pass_of_readout(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((poc_of(opp)).state = 'concluded', false)
    AND gate_document_present(opp, '{"any": ["results"]}', at)
$$;

CREATE FUNCTION gate_criteria_all_pass_of_requirement_groups(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) = 3 FROM requirement_standing(opp) WHERE is_aligned
$$;

CREATE FUNCTION gate_open_items_zero_of_questions(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM qualification_question q
    WHERE q.opportunity_id = opp AND q.kind IN ('technical', 'functional') AND q.answered_at IS NULL)
$$;
