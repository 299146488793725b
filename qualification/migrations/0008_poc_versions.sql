-- A proof of concept is read and changed as one record: whatever hangs under it raises its version (reliability P14).
CREATE FUNCTION poc_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  proof bigint;
BEGIN
  IF TG_TABLE_NAME = 'qualification_plansignature' THEN
    SELECT p.poc_id INTO proof FROM qualification_successplan p WHERE p.id = NEW.plan_id;
  ELSE
    proof := NEW.poc_id;
  END IF;
  UPDATE qualification_poc SET version = version WHERE id = proof;
  RETURN NULL;
END $$;

CREATE TRIGGER y_touch AFTER INSERT ON qualification_successplan FOR EACH ROW EXECUTE FUNCTION poc_touch();
CREATE TRIGGER y_touch AFTER INSERT ON qualification_plansignature FOR EACH ROW EXECUTE FUNCTION poc_touch();
CREATE TRIGGER y_touch AFTER INSERT ON qualification_measurement FOR EACH ROW EXECUTE FUNCTION poc_touch();
CREATE TRIGGER y_touch AFTER INSERT OR UPDATE ON qualification_pocsession FOR EACH ROW EXECUTE FUNCTION poc_touch();

-- The same numbers as qualification/domain/success_plan.py reads, and no others: 14 digits, 4 decimals.
CREATE OR REPLACE FUNCTION poc_number(text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN replace(btrim($1), ',', '') ~ '^[+-]?([0-9]{1,14}(\.[0-9]{0,4})?|\.[0-9]{1,4})$'
    THEN replace(btrim($1), ',', '')::numeric END
$$;
