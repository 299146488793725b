-- The database's last word on leads and assets (docs/domain.md §11.7), the twin of salesops/intake/domain: where a
-- lead came from is never overwritten, its status goes only along its edges, and its history says where it stands.

CREATE FUNCTION lead_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'new' THEN
      RAISE EXCEPTION 'A lead begins new.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.source, NEW.source_detail, NEW.introduction_id, NEW.opened_at)
      IS DISTINCT FROM (OLD.id, OLD.source, OLD.source_detail, OLD.introduction_id, OLD.opened_at) THEN
    RAISE EXCEPTION 'Where a lead came from is never overwritten.' USING ERRCODE = '23514';
  END IF;
  IF OLD.first_touched_at IS NOT NULL AND NEW.first_touched_at IS DISTINCT FROM OLD.first_touched_at THEN
    RAISE EXCEPTION 'The first touch of a lead happened once.' USING ERRCODE = '23514';
  END IF;
  IF OLD.qualified_at IS NOT NULL AND NEW.status <> 'open'
      AND (NEW.qualified_at, NEW.qualified_by_id) IS DISTINCT FROM (OLD.qualified_at, OLD.qualified_by_id) THEN
    RAISE EXCEPTION 'Who qualified a lead stays.' USING ERRCODE = '23514';
  END IF;
  IF NEW.status <> OLD.status AND NOT (CASE OLD.status
      WHEN 'new' THEN NEW.status = ANY ('{open,in_progress,qualified,converted,nurture,bad_timing,unresponsive,disqualified}')
      WHEN 'open' THEN NEW.status = ANY ('{in_progress,qualified,converted,nurture,bad_timing,unresponsive,disqualified}')
      WHEN 'in_progress' THEN NEW.status = ANY ('{qualified,converted,nurture,bad_timing,unresponsive,disqualified}')
      WHEN 'qualified' THEN NEW.status = ANY ('{converted,nurture,bad_timing,unresponsive,disqualified}')
      WHEN 'nurture' THEN NEW.status = ANY ('{open,bad_timing,unresponsive,disqualified}')
      WHEN 'bad_timing' THEN NEW.status = ANY ('{open,nurture,unresponsive,disqualified}')
      WHEN 'unresponsive' THEN NEW.status = ANY ('{open,nurture,bad_timing,disqualified}')
      WHEN 'disqualified' THEN NEW.status = 'open'
      ELSE false END) THEN
    RAISE EXCEPTION 'A lead does not go from % to %.', OLD.status, NEW.status USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON intake_lead FOR EACH ROW EXECUTE FUNCTION lead_guard();

-- Deferred, so that it holds whichever of the two is written first.
CREATE FUNCTION lead_stands_in_its_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT l.status FROM intake_lead l WHERE l.id = NEW.id) IS DISTINCT FROM
      (SELECT m.after FROM intake_leadmove m WHERE m.lead_id = NEW.id AND m.what = 'status' ORDER BY m.id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'The status of a lead changes only together with its history.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER c_history AFTER INSERT ON intake_lead DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION lead_stands_in_its_history();
CREATE CONSTRAINT TRIGGER c_history_kept AFTER UPDATE ON intake_lead DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION lead_stands_in_its_history();

CREATE FUNCTION asset_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'idea' THEN
      RAISE EXCEPTION 'An asset begins as an idea.' USING ERRCODE = '23514';
    END IF;
  ELSIF NEW.state <> OLD.state AND NOT (CASE OLD.state
      WHEN 'idea' THEN NEW.state = ANY ('{draft,retired}')
      WHEN 'draft' THEN NEW.state = ANY ('{review,retired}')
      WHEN 'review' THEN NEW.state = ANY ('{published,draft}')
      WHEN 'published' THEN NEW.state = 'retired'
      WHEN 'retired' THEN NEW.state = 'draft'
      ELSE false END) THEN
    RAISE EXCEPTION 'An asset does not go from % to %.', OLD.state, NEW.state USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON intake_marketingasset FOR EACH ROW EXECUTE FUNCTION asset_guard();
REVOKE EXECUTE ON FUNCTION lead_guard(), lead_stands_in_its_history(), asset_guard() FROM PUBLIC;
