-- The database's last word on offers (docs/domain.md §6, §7.1): catalogue prices are the price book's, what was shown or
-- waits for a decision does not change, and nothing outside its approval is shown, accepted or quoted.

-- What layers above know; they replace these functions when they come.
CREATE FUNCTION offer_scope(opp bigint) RETURNS text LANGUAGE sql STABLE AS $$ SELECT '' $$;
CREATE FUNCTION offer_is_locked(offer bigint) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;
CREATE FUNCTION deal_is_locked(opp bigint) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;
CREATE FUNCTION offer_outside(offer bigint, at timestamptz) RETURNS text[] LANGUAGE sql STABLE AS $$ SELECT ARRAY['approval'] $$;

-- The terms an approval binds itself to, in one canonical form; opportunities/domain/offers.py writes the same.
CREATE FUNCTION two_digits(value numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT round(value, 2)::text $$;

CREATE FUNCTION option_lines(wanted bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'position', l.position, 'code', coalesce(e.code, ''), 'name', l.name, 'kind', l.kind, 'charge', l.charge,
    'quantity', two_digits(l.quantity), 'unit_list', two_digits(l.unit_list), 'unit_net', two_digits(l.unit_net),
    'unit_cost', two_digits(l.unit_cost)) ORDER BY l.position), '[]')
  FROM opportunities_offerline l LEFT JOIN opportunities_pricebookentry e ON e.id = l.entry_id
  WHERE l.option_id = wanted
$$;

CREATE FUNCTION offer_terms(offer bigint) RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object(
    'currency', o.currency, 'paper', o.paper,
    'clauses', (SELECT coalesce(jsonb_agg(clause ORDER BY clause), '[]') FROM unnest(o.clauses) AS clause),
    'channel', o.channel, 'marketplace', o.marketplace, 'marketplace_fee', two_digits(o.marketplace_fee),
    'partner_fee', two_digits(o.partner_fee), 'legal_entity', o.legal_entity, 'valid_until', to_char(o.valid_until, 'YYYY-MM-DD'),
    'scope', offer_scope(o.opportunity_id),
    'options', (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'letter', p.letter, 'term_months', p.term_months, 'payment_days', p.payment_days,
        'is_split_payment', p.is_split_payment, 'billing', p.billing, 'lines', option_lines(p.id)) ORDER BY p.letter), '[]')
      FROM opportunities_offeroption p WHERE p.offer_id = o.id))
  FROM opportunities_offer o WHERE o.id = offer
$$;

CREATE FUNCTION offer_fingerprint(offer bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(convert_to(offer_terms(offer)::text, 'UTF8')), 'hex')
$$;

-- Who changed the terms: requesters' helpers are known by this list (docs/domain.md §1.4).
CREATE FUNCTION note_offer_edit(wanted bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO opportunities_offeredit (offer_id, by_id, at, xid)
  VALUES (wanted, nullif(current_setting('salesops.actor', true), '')::bigint, clock_timestamp(),
    pg_current_xact_id()::text::bigint)
  ON CONFLICT DO NOTHING
$$;

-- Every change of terms takes the deal's lock first, as every service does, and finds a draft nobody is deciding on.
CREATE FUNCTION require_editable_offer(wanted bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  kind text;
  found_state text;
BEGIN
  SELECT o.stage_kind INTO kind FROM opportunities_opportunity o
    WHERE o.id = (SELECT opportunity_id FROM opportunities_offer WHERE id = wanted) FOR UPDATE;
  IF kind <> 'open' THEN
    RAISE EXCEPTION 'The record is closed (R28).' USING ERRCODE = '23514';
  END IF;
  SELECT state INTO found_state FROM opportunities_offer WHERE id = wanted;
  IF found_state <> 'draft' THEN
    RAISE EXCEPTION 'An offer that was shown does not change; make a new version.' USING ERRCODE = '23514';
  END IF;
  IF offer_is_locked(wanted) THEN
    RAISE EXCEPTION 'The offer waits for a decision (R16).' USING ERRCODE = '23514';
  END IF;
END $$;

CREATE FUNCTION offer_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kind text;
BEGIN
  SELECT o.stage_kind INTO kind FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id FOR UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR kind <> 'open' THEN
      RAISE EXCEPTION 'An offer begins as a draft of an open opportunity.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.opportunity_id, NEW.number, NEW.created_by_id, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.opportunity_id, OLD.number, OLD.created_by_id, OLD.created_at) THEN
    RAISE EXCEPTION 'The identity of an offer does not change.' USING ERRCODE = '23514';
  END IF;
  IF (NEW.currency, NEW.paper, NEW.clauses, NEW.channel, NEW.marketplace, NEW.marketplace_fee, NEW.partner_fee,
      NEW.legal_entity, NEW.valid_until)
    IS DISTINCT FROM (OLD.currency, OLD.paper, OLD.clauses, OLD.channel, OLD.marketplace, OLD.marketplace_fee,
      OLD.partner_fee, OLD.legal_entity, OLD.valid_until) THEN
    IF NEW.state <> OLD.state THEN
      RAISE EXCEPTION 'Terms do not change in the moment of a move.' USING ERRCODE = '23514';
    END IF;
    PERFORM require_editable_offer(OLD.id);
  END IF;
  IF NEW.state = OLD.state THEN
    IF (NEW.presented_at, NEW.presented_by_id, NEW.selected_option_id, NEW.selected_at, NEW.confirmation_id, NEW.withdrawn_at)
      IS DISTINCT FROM (OLD.presented_at, OLD.presented_by_id, OLD.selected_option_id, OLD.selected_at, OLD.confirmation_id,
        OLD.withdrawn_at) THEN
      RAISE EXCEPTION 'What a state brings changes only with the state.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (('draft', 'presented'), ('presented', 'accepted'), ('draft', 'withdrawn'),
      ('presented', 'withdrawn'), ('accepted', 'withdrawn')) THEN
    RAISE EXCEPTION 'An offer does not go from % to %.', OLD.state, NEW.state USING ERRCODE = '23514';
  END IF;
  IF NEW.state IN ('presented', 'accepted') THEN
    PERFORM require_offer_may_be_shown(NEW.id, NEW.valid_until);
  END IF;
  IF NEW.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM opportunities_offeroption p
      JOIN opportunities_document d ON d.id = NEW.confirmation_id AND d.opportunity_id = NEW.opportunity_id
      WHERE p.id = NEW.selected_option_id AND p.offer_id = NEW.id) THEN
    RAISE EXCEPTION 'The customer chooses an option of this offer, in a document of this deal.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION require_offer_may_be_shown(wanted bigint, valid_until date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  outside text[] := offer_outside(wanted, clock_timestamp());
BEGIN
  IF offer_is_locked(wanted) THEN
    RAISE EXCEPTION 'The offer waits for a decision (R16).' USING ERRCODE = '23514';
  END IF;
  IF outside IS NULL OR cardinality(outside) > 0 THEN
    RAISE EXCEPTION 'The offer is outside its approval: %.', array_to_string(outside, ', ') USING ERRCODE = '23514';
  END IF;
  IF valid_until < (clock_timestamp() AT TIME ZONE 'UTC')::date THEN
    RAISE EXCEPTION 'The offer expired on %.', valid_until USING ERRCODE = '23514';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM opportunities_offeroption p WHERE p.offer_id = wanted)
      OR EXISTS (SELECT 1 FROM opportunities_offeroption p WHERE p.offer_id = wanted
        AND NOT EXISTS (SELECT 1 FROM opportunities_offerline l WHERE l.option_id = p.id)) THEN
    RAISE EXCEPTION 'Every option of an offer has a line.' USING ERRCODE = '23514';
  END IF;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_offer FOR EACH ROW EXECUTE FUNCTION offer_guard();

CREATE FUNCTION offer_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM note_offer_edit(NEW.id);
  RETURN NULL;
END $$;

CREATE TRIGGER d_edited AFTER INSERT OR UPDATE OF currency, paper, clauses, channel, marketplace, marketplace_fee, partner_fee,
  legal_entity, valid_until ON opportunities_offer FOR EACH ROW EXECUTE FUNCTION offer_edited();

CREATE FUNCTION offer_option_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM require_editable_offer(OLD.offer_id);
    PERFORM note_offer_edit(OLD.offer_id);
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND NEW.offer_id <> OLD.offer_id THEN
    RAISE EXCEPTION 'An option stays in its offer.' USING ERRCODE = '23514';
  END IF;
  PERFORM require_editable_offer(NEW.offer_id);
  PERFORM note_offer_edit(NEW.offer_id);
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE OR DELETE ON opportunities_offeroption
  FOR EACH ROW EXECUTE FUNCTION offer_option_guard();

CREATE FUNCTION offer_line_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  wanted bigint;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    SELECT offer_id INTO wanted FROM opportunities_offeroption WHERE id = OLD.option_id;
    PERFORM require_editable_offer(wanted);
    PERFORM note_offer_edit(wanted);
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  SELECT offer_id INTO wanted FROM opportunities_offeroption WHERE id = NEW.option_id;
  PERFORM require_editable_offer(wanted);
  PERFORM note_offer_edit(wanted);
  IF NEW.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM opportunities_pricebookentry e
      JOIN opportunities_pricebook b ON b.id = e.book_id JOIN opportunities_offer o ON o.id = wanted
      WHERE e.id = NEW.entry_id AND b.currency = o.currency
        AND (e.name, e.kind, e.charge, e.unit_list, e.unit_cost)
          = (NEW.name, NEW.kind, NEW.charge, NEW.unit_list, NEW.unit_cost)) THEN
    RAISE EXCEPTION 'A catalogue line has the name, list price and cost of its price book.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE OR DELETE ON opportunities_offerline
  FOR EACH ROW EXECUTE FUNCTION offer_line_guard();

-- Another currency would leave the lines with the prices of a book of the old one.
CREATE FUNCTION offer_currency_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM opportunities_offerline l JOIN opportunities_offeroption p ON p.id = l.option_id
      JOIN opportunities_pricebookentry e ON e.id = l.entry_id JOIN opportunities_pricebook b ON b.id = e.book_id
      WHERE p.offer_id = NEW.id AND b.currency <> NEW.currency) THEN
    RAISE EXCEPTION 'The offer has lines in another currency.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER c_currency AFTER UPDATE OF currency ON opportunities_offer
  FOR EACH ROW EXECUTE FUNCTION offer_currency_guard();

-- A quote is of an accepted option that is still covered; it says what the database reads, not what the caller says.
CREATE FUNCTION quote_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  offer opportunities_offer;
BEGIN
  PERFORM 1 FROM opportunities_opportunity WHERE id = NEW.opportunity_id FOR UPDATE;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR NEW.voided_by_id IS NULL OR NEW.voided_reason = ''
        OR to_jsonb(NEW) - '{voided_at,voided_by_id,voided_reason}'::text[]
          <> to_jsonb(OLD) - '{voided_at,voided_by_id,voided_reason}'::text[] THEN
      RAISE EXCEPTION 'A quote is only voided, once, with a reason.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO offer FROM opportunities_offer o WHERE o.id = NEW.offer_id;
  IF offer.opportunity_id <> NEW.opportunity_id OR offer.state <> 'accepted' OR offer.selected_option_id <> NEW.option_id THEN
    RAISE EXCEPTION 'A quote is of the option the customer accepted.' USING ERRCODE = '23514';
  END IF;
  PERFORM require_offer_may_be_shown(offer.id, offer.valid_until);
  IF NEW.valid_until > offer.valid_until THEN
    RAISE EXCEPTION 'A quote does not outlive its offer.' USING ERRCODE = '23514';
  END IF;
  IF NOT holds_role(NEW.issued_by_id, '["vp_finance", "finance_ops"]', NULL) THEN
    RAISE EXCEPTION 'Finance issues quotes.' USING ERRCODE = '23514';
  END IF;
  NEW.voided_at := NULL;
  NEW.terms := offer_terms(offer.id);
  NEW.fingerprint := offer_fingerprint(offer.id);
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_quote FOR EACH ROW EXECUTE FUNCTION quote_guard();

-- The deal's own money is one of the fields under approval; an offer that is shown decides it.
CREATE FUNCTION opportunity_money_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF deal_is_locked(NEW.id) THEN
    RAISE EXCEPTION 'The commercial terms wait for a decision (R16).' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_money BEFORE UPDATE OF recurring, one_time, term_months, currency ON opportunities_opportunity
  FOR EACH ROW WHEN ((OLD.recurring, OLD.one_time, OLD.term_months, OLD.currency)
    IS DISTINCT FROM (NEW.recurring, NEW.one_time, NEW.term_months, NEW.currency))
  EXECUTE FUNCTION opportunity_money_guard();

-- A price book is published whole, by those who may, and then stays as it is.
CREATE FUNCTION price_book_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT holds_role(NEW.published_by_id, '["vp_finance", "finance_ops", "revops_admin"]', NULL) THEN
    RAISE EXCEPTION 'Finance or sales operations publish price books.' USING ERRCODE = '23514';
  END IF;
  NEW.xid := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON opportunities_pricebook FOR EACH ROW EXECUTE FUNCTION price_book_guard();

CREATE FUNCTION price_book_entry_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM opportunities_pricebook b
      WHERE b.id = NEW.book_id AND b.xid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'A published price book takes no further entry.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON opportunities_pricebookentry
  FOR EACH ROW EXECUTE FUNCTION price_book_entry_guard();
