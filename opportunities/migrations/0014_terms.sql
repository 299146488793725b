-- Terms, points of procurement and legal, papers and running agreements, as gates read them (docs/domain.md §7.4).

-- The standard topics are STANDARD_TOPICS of opportunities/domain/terms.py; a topic without a word is open.
CREATE FUNCTION term_standing(opp bigint) RETURNS TABLE (topic text, kind text, state text) LANGUAGE sql STABLE AS $$
  WITH standard (place, topic, kind) AS (VALUES
    (1, 'price', 'commercial'), (2, 'payment_terms', 'commercial'), (3, 'term_and_renewal', 'commercial'),
    (4, 'scope', 'commercial'), (5, 'service_levels', 'commercial'), (6, 'liability', 'legal'),
    (7, 'data_protection', 'legal'), (8, 'intellectual_property', 'legal'), (9, 'termination', 'legal'),
    (10, 'governing_law', 'legal')
  ), said AS (
    SELECT DISTINCT ON (t.topic) t.topic::text, t.kind::text, t.state::text, t.id FROM opportunities_term t
    WHERE t.opportunity_id = opp ORDER BY t.topic, t.id DESC
  )
  SELECT coalesce(standard.topic, said.topic), coalesce(standard.kind, said.kind), coalesce(said.state, 'open')
  FROM standard FULL JOIN said USING (topic) ORDER BY standard.place NULLS LAST, said.topic
$$;

-- What a customer holds; a won deal stands for an agreement from its win until its term is over (§2.1).
-- handoff/ replaces this by its own records.
CREATE FUNCTION running_agreements(account bigint, at timestamptz) RETURNS TABLE (name text, until date)
LANGUAGE sql STABLE AS $$
  SELECT won.name, won.until FROM (
    SELECT coalesce(nullif(o.use_case, ''), o.name)::text AS name, o.id,
      ((o.closed_at AT TIME ZONE 'UTC')::date + make_interval(months => o.term_months))::date AS until
    FROM opportunities_opportunity o WHERE o.account_id = account AND o.stage_kind = 'won'
  ) won WHERE won.until >= (at AT TIME ZONE 'UTC')::date ORDER BY won.until DESC, won.id
$$;

-- Other renewals of the same use case that are open: two would ask one customer twice (2.7, R1-E3).
CREATE FUNCTION other_renewals(opp bigint) RETURNS TABLE (name text) LANGUAGE sql STABLE AS $$
  SELECT other.name::text FROM opportunities_opportunity o JOIN opportunities_opportunity other
    ON other.account_id = o.account_id AND other.id <> o.id AND other.stage_kind = 'open'
    AND other.subtype IN ('renewal', 'expansion') AND lower(btrim(other.use_case)) = lower(btrim(o.use_case))
  WHERE o.id = opp ORDER BY other.id
$$;

-- Papers that are with the customer and neither signed nor void (2.7, R2-E2).
CREATE FUNCTION papers_under_way(opp bigint) RETURNS TABLE (title text) LANGUAGE sql STABLE AS $$
  SELECT d.title::text FROM opportunities_document d WHERE d.opportunity_id = opp AND d.state = 'issued'
    AND d.kind IN ('agreement', 'statement_of_work', 'memorandum', 'quote') ORDER BY d.id
$$;

CREATE FUNCTION gate_open_items_zero_of_terms(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM term_standing(opp) t WHERE t.state = 'open')
$$;

CREATE FUNCTION gate_open_items_zero_of_legal_items(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) <= coalesce((args->>'allowed')::int, 0) AND count(*) FILTER (WHERE l.severity = 'major') = 0
  FROM opportunities_legalitem l WHERE l.opportunity_id = opp AND l.settled_at IS NULL
$$;

CREATE FUNCTION gate_open_items_zero_of_papers(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM papers_under_way(opp))
$$;

CREATE FUNCTION gate_open_items_zero_of_other_renewals(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM other_renewals(opp))
$$;

-- Counts by name; the one more than before is what the customer holds.
CREATE FUNCTION gate_record_exists_at(opp bigint, what text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE what WHEN 'agreements' THEN EXISTS (SELECT 1 FROM opportunities_opportunity o,
      LATERAL running_agreements(o.account_id, at) WHERE o.id = opp)
    ELSE gate_count(opp, what) > 0 END
$$;

CREATE OR REPLACE FUNCTION gate_record_exists(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT bool_or(gate_record_exists_at(opp, what, at)) FROM jsonb_array_elements_text(args->'any') AS what
$$;

-- Owner and legal settle terms and points; a point is settled once and never changed.
CREATE FUNCTION term_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who bigint := NEW.by_id;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.settled_at IS NOT NULL THEN
      RAISE EXCEPTION 'A point is settled once.' USING ERRCODE = '23514';
    END IF;
    who := NEW.settled_by_id;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id AND o.stage_kind = 'open'
      AND holds_role(who, '["owner", "legal"]', o.owner_id)) THEN
    RAISE EXCEPTION 'The owner and legal settle the terms of an open deal.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON opportunities_term FOR EACH ROW EXECUTE FUNCTION term_guard();
CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_legalitem
  FOR EACH ROW EXECUTE FUNCTION term_guard();

-- A redline is on a document of the same deal, and Legal Win never stands beside an open one (§2.5). Deferred, so
-- that the service takes the win back, with its reason, in the same transaction.
CREATE FUNCTION legal_win_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM opportunities_legalitem l JOIN opportunities_document d ON d.id = l.document_id
      WHERE l.opportunity_id = NEW.opportunity_id AND d.opportunity_id <> l.opportunity_id) THEN
    RAISE EXCEPTION 'A redline is on a document of its own deal.' USING ERRCODE = '23514';
  END IF;
  IF EXISTS (SELECT 1 FROM opportunities_legalitem l WHERE l.opportunity_id = NEW.opportunity_id
        AND l.document_id IS NOT NULL AND l.settled_at IS NULL)
    AND EXISTS (SELECT 1 FROM opportunities_milestone m WHERE m.opportunity_id = NEW.opportunity_id
        AND m.key = 'legal_win' AND m.revoked_at IS NULL) THEN
    RAISE EXCEPTION 'Legal Win does not stand beside an open redline.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER legal_win_guard AFTER INSERT ON opportunities_legalitem
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.document_id IS NOT NULL) EXECUTE FUNCTION legal_win_guard();
CREATE CONSTRAINT TRIGGER legal_win_guard AFTER INSERT OR UPDATE OF key, revoked_at, opportunity_id
  ON opportunities_milestone DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.key = 'legal_win' AND NEW.revoked_at IS NULL) EXECUTE FUNCTION legal_win_guard();
