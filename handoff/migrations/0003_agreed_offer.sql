-- What was agreed is what the customer chose from, also where no quote was issued: an automatic renewal (docs/domain.md §8.0).
CREATE OR REPLACE FUNCTION agreement_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  deal opportunities_opportunity;
  quote opportunities_quote := quote_in_force(NEW.opportunity_id);
  offer opportunities_offer := shown_offer(NEW.opportunity_id);
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
      OR NEW.quote_id IS DISTINCT FROM quote.id OR NEW.offer_id IS DISTINCT FROM offer.id
      OR NEW.channel <> coalesce(offer.channel, '') THEN
    RAISE EXCEPTION 'An agreement says what was won.' USING ERRCODE = '23514';
  END IF;
  IF quote.id IS NOT NULL THEN
    NEW.terms := quote.terms;
  ELSIF offer.id IS NOT NULL THEN
    NEW.terms := offer_terms(offer.id);
  END IF;
  NEW.fingerprint := encode(sha256(convert_to(NEW.terms::text, 'UTF8')), 'hex');
  RETURN NEW;
END $$;
