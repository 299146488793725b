-- An agreement is what the database knows of the deal that was won, and is only voided (docs/domain.md §8.0).
CREATE FUNCTION agreement_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  deal opportunities_opportunity;
  quote opportunities_quote := quote_in_force(NEW.opportunity_id);
BEGIN
  SELECT * INTO deal FROM opportunities_opportunity WHERE id = NEW.opportunity_id;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR deal.stage_kind = 'won'
        OR to_jsonb(NEW) - '{voided_at,voided_reason}'::text[] <> to_jsonb(OLD) - '{voided_at,voided_reason}'::text[] THEN
      RAISE EXCEPTION 'An agreement is only voided, once, with the win it came from.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF deal.stage_kind <> 'won' OR NEW.voided_at IS NOT NULL OR NEW.account_id IS DISTINCT FROM deal.account_id
      OR (NEW.acv, NEW.tcv, NEW.currency) IS DISTINCT FROM (deal.acv, deal.tcv, deal.currency)
      OR NEW.starts_on <> (deal.closed_at AT TIME ZONE 'UTC')::date
      OR NEW.ends_on <> (NEW.starts_on + make_interval(months => deal.term_months))::date
      OR NEW.quote_id IS DISTINCT FROM quote.id THEN
    RAISE EXCEPTION 'An agreement says what was won.' USING ERRCODE = '23514';
  END IF;
  IF quote.id IS NOT NULL THEN
    NEW.terms := quote.terms;
  END IF;
  NEW.fingerprint := encode(sha256(convert_to(NEW.terms::text, 'UTF8')), 'hex');
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON handoff_agreement FOR EACH ROW EXECUTE FUNCTION agreement_guard();

-- What a customer holds: agreements; and wins that came by a migration import, which have none (§2.1).
CREATE OR REPLACE FUNCTION running_agreements(account bigint, at timestamptz)
RETURNS TABLE (name text, until date, renews_by_itself boolean) LANGUAGE sql STABLE AS $$
  SELECT held.name, held.until, held.renews_by_itself FROM (
    SELECT g.name::text, g.ends_on AS until, g.renews_by_itself, g.opportunity_id
    FROM handoff_agreement g WHERE g.account_id = account AND g.voided_at IS NULL
    UNION ALL
    SELECT coalesce(nullif(o.use_case, ''), o.name)::text,
      ((o.closed_at AT TIME ZONE 'UTC')::date + make_interval(months => o.term_months))::date, false, o.id
    FROM opportunities_opportunity o WHERE o.account_id = account AND o.stage_kind = 'won'
      AND NOT EXISTS (SELECT 1 FROM handoff_agreement g WHERE g.opportunity_id = o.id AND g.voided_at IS NULL)
  ) AS held WHERE held.until >= (at AT TIME ZONE 'UTC')::date ORDER BY held.until DESC, held.opportunity_id
$$;
