-- The closing of a deal (docs/domain.md §7): what each channel asks for, who signs, the private offer on a marketplace,
-- and that nothing is won, invoiced or sent back past it.

-- A running agreement may renew by itself; only handoff/ knows, and replaces this.
DROP FUNCTION running_agreements(bigint, timestamptz);
CREATE FUNCTION running_agreements(account bigint, at timestamptz)
RETURNS TABLE (name text, until date, renews_by_itself boolean) LANGUAGE sql STABLE AS $$
  SELECT won.name, won.until, false FROM (
    SELECT coalesce(nullif(o.use_case, ''), o.name)::text AS name, o.id,
      ((o.closed_at AT TIME ZONE 'UTC')::date + make_interval(months => o.term_months))::date AS until
    FROM opportunities_opportunity o WHERE o.account_id = account AND o.stage_kind = 'won'
  ) won WHERE won.until >= (at AT TIME ZONE 'UTC')::date ORDER BY won.until DESC, won.id
$$;

CREATE FUNCTION shown_offer(opp bigint) RETURNS opportunities_offer LANGUAGE sql STABLE AS $$
  SELECT f FROM opportunities_offer f WHERE f.opportunity_id = opp AND f.state IN ('presented', 'accepted')
$$;

CREATE FUNCTION quote_in_force(opp bigint) RETURNS opportunities_quote LANGUAGE sql STABLE AS $$
  SELECT q FROM opportunities_quote q WHERE q.opportunity_id = opp AND q.voided_at IS NULL
$$;

-- What the customer pays over the whole term, as opportunities/domain/offers.py counts it.
CREATE FUNCTION option_value(wanted bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT round(coalesce(sum(v.net) FILTER (WHERE v.charge = 'recurring'), 0) * max(v.term_months) / 12, 2)
    + coalesce(sum(v.net) FILTER (WHERE v.charge <> 'recurring'), 0)
  FROM (SELECT l.charge, round(l.quantity * l.unit_net, 2) AS net, p.term_months
    FROM opportunities_offeroption p JOIN opportunities_offerline l ON l.option_id = p.id WHERE p.id = wanted) v
$$;

CREATE FUNCTION has_document(opp bigint, kinds text[], states text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM opportunities_document d
    WHERE d.opportunity_id = opp AND d.kind = ANY (kinds) AND d.state = ANY (states))
$$;

-- Whether one item of the set is there. A draft, or a paper that was only sent to be signed, never is.
CREATE FUNCTION closing_item(opp bigint, item text, at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  offer opportunities_offer := shown_offer(opp);
  quote opportunities_quote := quote_in_force(opp);
BEGIN
  RETURN CASE item
    WHEN 'choice' THEN offer.state = 'accepted'
    WHEN 'cover' THEN coalesce(cardinality(offer_outside(offer.id, at)) = 0, false)
    WHEN 'signer' THEN EXISTS (SELECT 1 FROM opportunities_closing c JOIN accounts_contact s ON s.id = c.signer_id
      WHERE c.opportunity_id = opp AND c.signer_authority_id IS NOT NULL AND s.left_at IS NULL)
    WHEN 'administrator' THEN EXISTS (SELECT 1 FROM opportunities_closing c WHERE c.opportunity_id = opp AND c.admin_id IS NOT NULL)
    WHEN 'signed_quote' THEN EXISTS (SELECT 1 FROM opportunities_document d
      JOIN opportunities_closing c ON c.opportunity_id = d.opportunity_id JOIN accounts_contact s ON s.id = c.signer_id
      WHERE d.id = quote.document_id AND d.state = 'signed' AND lower(btrim(d.signed_by)) = lower(btrim(s.name)))
    WHEN 'signed_paper' THEN EXISTS (SELECT 1 FROM opportunities_document d WHERE d.opportunity_id = opp
      AND d.kind IN ('quote', 'agreement') AND d.state = 'signed' AND d.signed_title <> '' AND d.signed_company <> '')
    WHEN 'marketplace_offer' THEN EXISTS (SELECT 1 FROM opportunities_marketplaceoffer m WHERE m.quote_id = quote.id
      AND m.withdrawn_at IS NULL AND (m.accepted_at IS NOT NULL OR m.expires_on >= (at AT TIME ZONE 'UTC')::date))
    WHEN 'acceptance_email' THEN EXISTS (SELECT 1 FROM opportunities_marketplaceoffer m WHERE m.quote_id = quote.id
      AND m.withdrawn_at IS NULL AND m.accepted_at IS NOT NULL)
    WHEN 'purchase_order' THEN EXISTS (SELECT 1 FROM opportunities_document d WHERE d.opportunity_id = opp
      AND d.kind = 'purchase_order' AND d.state IN ('issued', 'signed') AND d.reference = quote.number)
    WHEN 'framework' THEN has_document(opp, '{framework_agreement}', '{signed}')
      OR approved_request(opp, 'non_standard_terms', at)
    WHEN 'end_acceptance' THEN has_document(opp, '{end_acceptance}', '{issued,signed}')
    WHEN 'agreement_or_memorandum' THEN has_document(opp, '{agreement,memorandum}', '{signed}')
    WHEN 'invoice' THEN has_document(opp, '{invoice}', '{issued,paid}')
    WHEN 'payment' THEN has_document(opp, '{invoice}', '{paid}')
    WHEN 'renewal_clause' THEN EXISTS (SELECT 1 FROM opportunities_opportunity o,
      LATERAL running_agreements(o.account_id, at) a WHERE o.id = opp AND a.renews_by_itself)
    WHEN 'renewal_notice' THEN has_document(opp, '{renewal_notice}', '{issued,signed}')
    WHEN 'no_objection' THEN has_document(opp, '{no_objection}', '{issued,signed}')
    ELSE false END;
END $$;

CREATE FUNCTION closing_set(opp bigint, at timestamptz) RETURNS TABLE (item text, is_there boolean) LANGUAGE sql STABLE AS $$
  SELECT asked.item, coalesce(closing_item(opp, asked.item, at), false)
  FROM (VALUES (1, 'choice', NULL::text[]), (2, 'cover', NULL), (3, 'signer', '{marketplace,direct_signature}'),
    (4, 'administrator', '{marketplace}'), (5, 'signed_quote', '{marketplace}'), (6, 'signed_paper', '{direct_signature}'),
    (7, 'marketplace_offer', '{marketplace}'), (8, 'acceptance_email', '{marketplace}'),
    (9, 'purchase_order', '{purchase_order,reseller}'), (10, 'framework', '{purchase_order}'), (11, 'end_acceptance', '{reseller}'),
    (12, 'agreement_or_memorandum', '{mou}'), (13, 'invoice', '{mou}'), (14, 'payment', '{mou}'),
    (15, 'renewal_clause', '{auto_renewal}'), (16, 'renewal_notice', '{auto_renewal}'), (17, 'no_objection', '{auto_renewal}')
  ) AS asked (place, item, channels), shown_offer(opp) AS offer
  WHERE offer.id IS NOT NULL AND (asked.channels IS NULL OR offer.channel = ANY (asked.channels)
    OR asked.item = 'payment' AND EXISTS (SELECT 1 FROM opportunities_opportunity o
      JOIN process_processdefinition d ON d.id = o.definition_id
      WHERE o.id = opp AND d.content->'process'->>'won_policy' = 'documents_and_payment'))
  ORDER BY asked.place
$$;

CREATE FUNCTION gate_criteria_all_pass_of_closing_documents(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) > 0 AND coalesce(bool_and(s.is_there), false) FROM closing_set(opp, at) s
$$;

-- Signer and marketplace administrator are told apart before the talks begin (R26). The draft counts where none is shown.
CREATE FUNCTION gate_criteria_all_pass_of_signatories(opp bigint, args jsonb, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT f.channel FROM opportunities_offer f WHERE f.opportunity_id = opp AND f.state <> 'withdrawn'
      ORDER BY (f.state = 'draft'), f.number DESC LIMIT 1), '') <> 'marketplace'
    OR closing_item(opp, 'administrator', at)
$$;

-- Whatever the process asks, a deal whose customer has an offer is won only inside its approval, with its documents.
CREATE FUNCTION won_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  missing text;
BEGIN
  SELECT string_agg(s.item, ', ') INTO missing
    FROM closing_set(NEW.opportunity_id, greatest(NEW.at, transaction_timestamp())) s WHERE NOT s.is_there;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'Missing before the deal is won (R21): %.', missing USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_won BEFORE INSERT ON opportunities_stageevent
  FOR EACH ROW WHEN (NEW.move = 'won') EXECUTE FUNCTION won_guard();

-- Nothing goes back while papers are out to be signed or a private offer is open (§2.6).
CREATE FUNCTION back_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM papers_under_way(NEW.opportunity_id)) OR EXISTS (SELECT 1 FROM opportunities_marketplaceoffer m
      WHERE m.opportunity_id = NEW.opportunity_id AND m.withdrawn_at IS NULL AND m.accepted_at IS NULL) THEN
    RAISE EXCEPTION 'Papers and private offers are withdrawn before a deal goes back.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_back BEFORE INSERT ON opportunities_stageevent
  FOR EACH ROW WHEN (NEW.move = 'back') EXECUTE FUNCTION back_guard();

-- No invoice before somebody has signed (R24).
CREATE FUNCTION invoice_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT has_document(NEW.opportunity_id, '{agreement,memorandum,quote}', '{signed}') THEN
    RAISE EXCEPTION 'An invoice is not issued before the agreement is signed (R24).' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_invoice BEFORE INSERT OR UPDATE ON opportunities_document
  FOR EACH ROW WHEN (NEW.kind = 'invoice' AND NEW.state IN ('issued', 'paid')) EXECUTE FUNCTION invoice_guard();

-- People and papers of the closing are the deal's own.
CREATE FUNCTION closing_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id AND o.stage_kind = 'open'
      AND holds_role(NEW.by_id, '["owner", "legal"]', o.owner_id)
      AND EXISTS (SELECT 1 FROM accounts_contact c WHERE c.id = NEW.signer_id AND c.account_id = o.account_id)
      AND (NEW.admin_id IS NULL OR EXISTS (SELECT 1 FROM accounts_contact c WHERE c.id = NEW.admin_id AND c.account_id = o.account_id))
      AND (NEW.signer_authority_id IS NULL OR EXISTS (SELECT 1 FROM opportunities_document d
        WHERE d.id = NEW.signer_authority_id AND d.opportunity_id = o.id))) THEN
    RAISE EXCEPTION 'Owner and legal name people of the customer and papers of the deal, while it is open.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_closing FOR EACH ROW EXECUTE FUNCTION closing_guard();

-- Finance makes a private offer from the signed quote, equal to it; later it is only accepted or withdrawn, once.
CREATE FUNCTION marketplace_offer_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.accepted_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
      RAISE EXCEPTION 'A private offer is accepted or withdrawn once.' USING ERRCODE = '23514';
    END IF;
    IF NEW.accepted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM opportunities_document d WHERE d.id = NEW.acceptance_id
        AND d.opportunity_id = NEW.opportunity_id AND d.kind = 'acceptance_email' AND d.state IN ('issued', 'signed')) THEN
      RAISE EXCEPTION 'Acceptance is the marketplace''s e-mail, filed on the deal.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.accepted_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM users_rolegrant g WHERE g.user_id = NEW.created_by_id AND g.role = 'vp_finance')
      OR NOT EXISTS (SELECT 1 FROM opportunities_quote q JOIN opportunities_offer f ON f.id = q.offer_id
        JOIN opportunities_offeroption p ON p.id = q.option_id JOIN opportunities_closing c ON c.opportunity_id = q.opportunity_id
        WHERE q.id = NEW.quote_id AND q.opportunity_id = NEW.opportunity_id AND q.voided_at IS NULL
          AND closing_item(q.opportunity_id, 'signed_quote', clock_timestamp())
          AND (f.channel, f.marketplace, f.currency) = ('marketplace', NEW.marketplace, NEW.currency)
          AND (option_value(p.id), p.term_months, c.buyer_account) = (NEW.price, NEW.term_months, NEW.buyer_account)) THEN
    RAISE EXCEPTION 'Finance makes the private offer from the signed quote, equal to it.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_marketplaceoffer
  FOR EACH ROW EXECUTE FUNCTION marketplace_offer_guard();
