-- The last word on introductions (docs/domain.md §11.2 to §11.6), whoever writes: moves along the machine, facts that
-- stay as they were sent, protection that only an accepted introduction has, and what its partner reads.

CREATE FUNCTION intake_introduction_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'An introduction that was sent stays on record.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ('draft', 'submitted') THEN
      RAISE EXCEPTION 'An introduction begins as a draft or as submitted.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state) = ANY (ARRAY[
      'draft>submitted',
      'submitted>in_review', 'submitted>needs_info', 'submitted>accepted', 'submitted>declined', 'submitted>expired',
      'submitted>withdrawn',
      'in_review>needs_info', 'in_review>accepted', 'in_review>declined', 'in_review>expired', 'in_review>withdrawn',
      'needs_info>in_review', 'needs_info>accepted', 'needs_info>declined', 'needs_info>expired',
      'needs_info>withdrawn',
      'accepted>introduced', 'accepted>converted', 'accepted>lapsed', 'accepted>withdrawn',
      'introduced>converted', 'introduced>lapsed', 'introduced>withdrawn',
      'converted>won', 'converted>lost', 'converted>withdrawn', 'won>converted', 'lost>converted']) THEN
    RAISE EXCEPTION 'An introduction does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.partner_id <> NEW.partner_id OR OLD.receipt <> NEW.receipt OR OLD.state <> 'draft' AND
      (OLD.company, OLD.domain, OLD.country, OLD.buyer_email, OLD.problem, OLD.submitted_at, OLD.channel)
      IS DISTINCT FROM
      (NEW.company, NEW.domain, NEW.country, NEW.buyer_email, NEW.problem, NEW.submitted_at, NEW.channel) THEN
    RAISE EXCEPTION 'What an introduction says of the buyer stays as it was sent.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE OR DELETE ON intake_introduction
  FOR EACH ROW EXECUTE FUNCTION intake_introduction_guard();

CREATE FUNCTION intake_protection_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE i intake_introduction;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.introduction_id, OLD.partner_id, OLD.domain, OLD.buyer_email, OLD.scope, OLD.accepted_at)
        IS DISTINCT FROM
        (NEW.introduction_id, NEW.partner_id, NEW.domain, NEW.buyer_email, NEW.scope, NEW.accepted_at) THEN
      RAISE EXCEPTION 'Whose protection it is, of whom and since when, stays.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.extended_at IS NOT NULL AND (OLD.extended_at, OLD.ends_at) IS DISTINCT FROM (NEW.extended_at, NEW.ends_at) THEN
      RAISE EXCEPTION 'A protection is extended once.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ends_at > OLD.ends_at + (CASE WHEN OLD.extended_at IS NULL AND NEW.extended_at IS NOT NULL
        THEN interval '30 days' ELSE interval '0' END) THEN
      RAISE EXCEPTION 'A protection is extended by 30 days, on evidence.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.ended_at IS NOT NULL AND OLD.ended_at IS DISTINCT FROM NEW.ended_at THEN
      RAISE EXCEPTION 'A protection that ended stays ended.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO i FROM intake_introduction WHERE id = NEW.introduction_id;
  IF i.state NOT IN ('accepted', 'introduced', 'converted') OR i.basis = 'influence'
      OR (i.partner_id, i.domain, lower(i.buyer_email)) IS DISTINCT FROM (NEW.partner_id, NEW.domain, NEW.buyer_email) THEN
    RAISE EXCEPTION 'Only an accepted introduction is protected, and its own buyer.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.ends_at > NEW.accepted_at + interval '90 days' THEN
    RAISE EXCEPTION 'A protection begins with 90 days.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON intake_protection
  FOR EACH ROW EXECUTE FUNCTION intake_protection_guard();

-- The names of who handles a partner's own introductions; the view's owner reads, so the partner needs no right on people.
CREATE VIEW intake_portalperson WITH (security_barrier) AS
  SELECT u.id, u.name FROM users_user u
  WHERE u.id IN (
    SELECT unnest(ARRAY[i.reviewer_id, i.host_id]) FROM intake_introduction i
    WHERE i.partner_id = (SELECT nullif(current_setting('salesops.partner', true), '')::bigint));
