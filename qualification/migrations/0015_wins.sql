-- A win stands while what it rests on stands (docs/domain.md §2.5), the twin of services/{guard_tech_win,revoke_wins}.py.
-- Deferred, so that a service takes the win back, with its reason, in the transaction that undid it.
CREATE FUNCTION tech_win_is_carried(opp bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT p.state = 'concluded' AND p.verdict IN ('accept', 'accept_with_reservations')
      AND coalesce((SELECT bool_and(j.passes) FROM poc_judged(p.id, p.measured_at) j WHERE j.priority = 'must'), false)
    FROM qualification_poc p WHERE p.opportunity_id = opp AND p.state <> 'abandoned' ORDER BY p.id DESC LIMIT 1), true)
$$;

CREATE OR REPLACE FUNCTION tech_win_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM opportunities_milestone m
      WHERE m.opportunity_id = NEW.opportunity_id AND m.key = 'tech_win' AND m.revoked_at IS NULL)
    AND NOT tech_win_is_carried(NEW.opportunity_id) THEN
    RAISE EXCEPTION 'Tech Win rests on a POC that does not carry it.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER tech_win_guard AFTER INSERT OR UPDATE OF state, verdict ON qualification_poc
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tech_win_guard();

CREATE FUNCTION business_win_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM opportunities_milestone m
      WHERE m.opportunity_id = NEW.opportunity_id AND m.key = 'business_win' AND m.revoked_at IS NULL) THEN
    RAISE EXCEPTION 'Business Win does not outlive the alignment of a requirement group.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER business_win_guard AFTER INSERT ON qualification_alignment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT NEW.is_aligned) EXECUTE FUNCTION business_win_guard();

CREATE FUNCTION financial_win_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM opportunities_milestone m JOIN opportunities_opportunity o ON o.id = m.opportunity_id
      WHERE o.id = NEW.id AND m.key = 'financial_win' AND m.revoked_at IS NULL
        AND (m.currency <> o.currency OR o.amount > m.amount AND o.amount >= m.amount * 1.25)) THEN
    RAISE EXCEPTION 'Financial Win was reached for another sum.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER financial_win_guard AFTER UPDATE OF amount, currency ON opportunities_opportunity
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.amount > OLD.amount OR NEW.currency <> OLD.currency) EXECUTE FUNCTION financial_win_guard();
