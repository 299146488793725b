-- The last word on a partner's fee and on why a protection ended, and what of our marketing partners read
-- (docs/domain.md §11.4, §11.6, §11.7).

CREATE FUNCTION intake_fee_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.fee_state <> '' THEN
      RAISE EXCEPTION 'An introduction begins without a fee.' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.fee_state = 'paid' AND (OLD.fee_state, OLD.fee_paid_on) IS DISTINCT FROM (NEW.fee_state, NEW.fee_paid_on) THEN
    RAISE EXCEPTION 'A fee that was paid stays paid.' USING ERRCODE = 'check_violation';
  ELSIF NEW.fee_state <> OLD.fee_state AND NOT (
      NEW.fee_state = 'agreed' AND (OLD.fee_state = 'due' OR OLD.state <> NEW.state AND NEW.state = 'accepted')
      OR OLD.fee_state = 'agreed' AND NEW.fee_state = 'due'
      OR OLD.fee_state = 'due' AND NEW.fee_state = 'paid') THEN
    RAISE EXCEPTION 'A fee is agreed when we accept, falls due with the win, and then is paid.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER c_fee_guard BEFORE INSERT OR UPDATE ON intake_introduction
  FOR EACH ROW EXECUTE FUNCTION intake_fee_guard();

CREATE FUNCTION intake_end_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL AND (OLD.end_reason, OLD.end_words) IS DISTINCT FROM (NEW.end_reason, NEW.end_words) THEN
    RAISE EXCEPTION 'Why a protection ended stays as it was said.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER c_end_guard BEFORE UPDATE ON intake_protection FOR EACH ROW EXECUTE FUNCTION intake_end_guard();

-- For a partner that its transaction names, and only what is published for partners or for everybody; the view's
-- owner reads, so the partner needs no right on what we are still working on.
CREATE VIEW intake_portalkit WITH (security_barrier) AS
  SELECT a.id, a.title, a.summary, a.kind, a.topic, a.link, a.published_at FROM intake_marketingasset a
  WHERE a.state = 'published' AND a.audience IN ('partner_kit', 'public') AND EXISTS (
    SELECT FROM accounts_partner p WHERE p.id = (SELECT nullif(current_setting('salesops.partner', true), '')::bigint));
