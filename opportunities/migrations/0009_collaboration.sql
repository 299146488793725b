-- The database's last word on collaboration requests (docs/domain.md §1.7), the twin of
-- opportunities/domain/collaboration.py: who may be responsible, which steps there are, and that no request ever
-- changes who is accountable.

CREATE FUNCTION collaboration_roles(kind text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN kind IN ('technical_discovery', 'demo', 'poc_delivery')
      THEN '["cert_sme", "engineer", "solutions_engineer", "technical_pm"]'::jsonb
    WHEN kind IN ('adoption_risk', 'renewal_input') THEN '["csm", "customer_team"]'::jsonb
    WHEN kind IN ('scoping', 'enablement') THEN '["delivery_manager", "program_manager"]'::jsonb
    WHEN kind = 'co_sell' THEN '["partner_manager"]'::jsonb
  END
$$;

CREATE FUNCTION collaboration_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  NEW.xid := pg_current_xact_id()::text::bigint;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'requested' THEN
      RAISE EXCEPTION 'A collaboration request begins requested.' USING ERRCODE = '23514';
    END IF;
  ELSE
    IF (NEW.id, NEW.opportunity_id, NEW.kind, NEW.asked, NEW.wished_on, NEW.asked_by_id, NEW.asked_at)
      IS DISTINCT FROM (OLD.id, OLD.opportunity_id, OLD.kind, OLD.asked, OLD.wished_on, OLD.asked_by_id, OLD.asked_at) THEN
      RAISE EXCEPTION 'What was asked does not change.' USING ERRCODE = '23514';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('requested', 'accepted'), ('requested', 'declined'), ('requested', 'withdrawn'),
        ('accepted', 'done'), ('accepted', 'declined'), ('accepted', 'withdrawn')) THEN
      RAISE EXCEPTION 'A collaboration request does not go from % to %.', OLD.state, NEW.state USING ERRCODE = '23514';
    END IF;
    IF NEW.state <> 'accepted' AND (NEW.responsible_id, NEW.due_at, NEW.accepted_at)
        IS DISTINCT FROM (OLD.responsible_id, OLD.due_at, OLD.accepted_at) THEN
      RAISE EXCEPTION 'Who is responsible and by when changes only by accepting.' USING ERRCODE = '23514';
    END IF;
  END IF;
  IF NEW.state IN ('requested', 'accepted') AND NEW.responsible_id IS NOT NULL
      AND NOT holds_role(NEW.responsible_id, collaboration_roles(NEW.kind), NULL) THEN
    RAISE EXCEPTION 'Only a person of the asked function is responsible.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON opportunities_collaborationrequest
  FOR EACH ROW EXECUTE FUNCTION collaboration_guard();

-- Deferred, so that it holds whichever of the two is written first.
CREATE FUNCTION accountable_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM opportunities_collaborationrequest r
      WHERE r.opportunity_id = NEW.id AND r.xid = pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'A collaboration request moves who is responsible, never who is accountable.'
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER c_accountable AFTER UPDATE ON opportunities_opportunity DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION accountable_stays();
