-- More time for a proof is given by two people, twice at most (docs/domain.md §4.2), the twin of extend_poc.py.
CREATE FUNCTION extension_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  deal opportunities_opportunity;
BEGIN
  SELECT o.* INTO deal FROM opportunities_opportunity o JOIN qualification_poc p ON p.opportunity_id = o.id
    WHERE p.id = NEW.poc_id AND p.state IN ('planned', 'running');
  IF deal.id IS NULL THEN
    RAISE EXCEPTION 'Measuring is over; no time is added.' USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.regional_vp_id IS NOT NULL OR NEW.refused_at IS NOT NULL
        OR NEW.validator_id IS NOT NULL AND NEW.validator_id <> NEW.asked_by_id
        OR NEW.number <> 1 + (SELECT count(*) FROM qualification_extension e WHERE e.poc_id = NEW.poc_id
          AND e.refused_at IS NULL AND e.validated_at IS NOT NULL AND e.approved_at IS NOT NULL) THEN
      RAISE EXCEPTION 'An extension begins asked, one after the other.' USING ERRCODE = '23514';
    END IF;
  ELSIF OLD.refused_at IS NOT NULL OR OLD.validated_at IS NOT NULL AND OLD.approved_at IS NOT NULL
      OR OLD.validator_id IS NOT NULL AND NEW.validator_id IS DISTINCT FROM OLD.validator_id
      OR OLD.regional_vp_id IS NOT NULL AND NEW.regional_vp_id IS DISTINCT FROM OLD.regional_vp_id THEN
    RAISE EXCEPTION 'What was said about an extension stays.' USING ERRCODE = '23514';
  END IF;
  IF NEW.validator_id IS NOT NULL AND NOT (
      holds_role(NEW.validator_id, '["solutions_engineer", "cert_sme", "technical_pm", "engineer"]', NULL)
      AND (works_alone() OR NEW.validator_id IS DISTINCT FROM deal.owner_id
        AND NEW.validator_id IS DISTINCT FROM deal.originator_id)) THEN
    RAISE EXCEPTION 'Pre-sales validation gives its part of an extension.' USING ERRCODE = '23514';
  END IF;
  IF NEW.regional_vp_id IS NOT NULL AND NOT (
      holds_role(NEW.regional_vp_id, '["regional_vp"]', NULL)
      AND (works_alone() OR NEW.regional_vp_id NOT IN (NEW.asked_by_id, deal.owner_id)
        AND NEW.regional_vp_id IS DISTINCT FROM NEW.validator_id)) THEN
    RAISE EXCEPTION 'A regional VP, a second person, gives the other part of an extension.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON qualification_extension
  FOR EACH ROW EXECUTE FUNCTION extension_guard();
CREATE TRIGGER y_touch AFTER INSERT OR UPDATE ON qualification_extension FOR EACH ROW EXECUTE FUNCTION poc_touch();

-- Deferred: the service writes the second word and the days together.
CREATE FUNCTION extended_days_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  proof bigint := CASE TG_TABLE_NAME WHEN 'qualification_poc' THEN (to_jsonb(NEW)->>'id')::bigint
    ELSE (to_jsonb(NEW)->>'poc_id')::bigint END;
BEGIN
  IF (SELECT extended_days FROM qualification_poc WHERE id = proof) <> (SELECT coalesce(sum(e.days), 0)
      FROM qualification_extension e WHERE e.poc_id = proof AND e.refused_at IS NULL
        AND e.validated_at IS NOT NULL AND e.approved_at IS NOT NULL) THEN
    RAISE EXCEPTION 'A POC is extended by what two people gave.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER extended_days_guard AFTER UPDATE OF extended_days ON qualification_poc
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION extended_days_guard();
CREATE CONSTRAINT TRIGGER extended_days_guard AFTER INSERT OR UPDATE ON qualification_extension
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION extended_days_guard();
