-- The order of a proof (docs/domain.md §4.1, §4.4), the twin of order_fault() and of close_measurement().
CREATE FUNCTION poc_order_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  kinds text[] := ARRAY['getting_started', 'discovery', 'hands_on', 'validation', 'migration_planning'];
  at int := array_position(kinds, NEW.kind::text);
BEGIN
  IF (SELECT count(DISTINCT s.kind) FROM qualification_pocsession s
      WHERE s.poc_id = NEW.poc_id AND s.state = 'held' AND array_position(kinds, s.kind::text) < at) < at - 1
    OR EXISTS (SELECT 1 FROM qualification_pocsession s
      WHERE s.poc_id = NEW.poc_id AND s.state = 'held' AND array_position(kinds, s.kind::text) > at) THEN
    RAISE EXCEPTION 'The sessions of a POC are held in their order.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_order BEFORE UPDATE ON qualification_pocsession FOR EACH ROW
  WHEN (NEW.state = 'held' AND OLD.state <> 'held') EXECUTE FUNCTION poc_order_guard();

CREATE FUNCTION poc_validation_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM qualification_pocsession WHERE poc_id = NEW.id AND kind = 'validation' AND state = 'held') THEN
    RAISE EXCEPTION 'The validation session was not held yet.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_validation BEFORE UPDATE ON qualification_poc FOR EACH ROW
  WHEN (NEW.state = 'measured' AND OLD.state <> 'measured') EXECUTE FUNCTION poc_validation_guard();
