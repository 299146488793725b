-- A deal that began as a lead says so for ever, and its lead opens 1-E1 (docs/domain.md §11.7, §2.5).
CREATE OR REPLACE FUNCTION gate_record_exists_at(opp bigint, what text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE what
    WHEN 'agreements' THEN EXISTS (SELECT 1 FROM opportunities_opportunity o,
      LATERAL running_agreements(o.account_id, at) WHERE o.id = opp)
    WHEN 'leads' THEN (SELECT o.lead_id IS NOT NULL FROM opportunities_opportunity o WHERE o.id = opp)
    ELSE gate_count(opp, what) > 0 END
$$;

CREATE FUNCTION lead_of_deal_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'The lead a deal began as stands.' USING ERRCODE = '23514';
END $$;

CREATE TRIGGER b_lead_stands BEFORE UPDATE ON opportunities_opportunity
  FOR EACH ROW WHEN (OLD.lead_id IS DISTINCT FROM NEW.lead_id) EXECUTE FUNCTION lead_of_deal_stands();
REVOKE EXECUTE ON FUNCTION lead_of_deal_stands() FROM PUBLIC;
