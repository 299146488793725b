-- The territory of a deal is history like its owner: each change is kept, and a closed deal keeps the one it had.
CREATE OR REPLACE FUNCTION opportunity_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
BEGIN
  INSERT INTO opportunities_fieldchange (opportunity_id, field, old, new, at, actor_id)
  SELECT NEW.id, field, before->>field, after->>field, NEW.updated_at,
    nullif(current_setting('salesops.actor', true), '')::bigint
  FROM unnest(ARRAY['name', 'use_case', 'account_id', 'amount', 'recurring', 'one_time', 'term_months', 'currency', 'rate',
    'close_date', 'owner_id', 'territory_id', 'forecast_category', 'region', 'subtype', 'next_step', 'next_step_date',
    'problem']) AS field
  WHERE before->>field IS DISTINCT FROM after->>field;
  RETURN NULL;
END $$;

CREATE FUNCTION territory_of_deal_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'A closed deal keeps the territory it had (R28).' USING ERRCODE = '23514';
END $$;

CREATE TRIGGER b_territory BEFORE UPDATE OF territory_id ON opportunities_opportunity FOR EACH ROW
  WHEN (OLD.stage_kind <> 'open' AND NEW.stage = OLD.stage AND OLD.territory_id IS DISTINCT FROM NEW.territory_id)
  EXECUTE FUNCTION territory_of_deal_guard();

-- An event says where the deal lay, whoever writes it.
CREATE FUNCTION stage_event_territory() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.territory_id IS DISTINCT FROM (SELECT o.territory_id FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id) THEN
    RAISE EXCEPTION 'The event names another territory than the deal.' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER c_territory AFTER INSERT ON opportunities_stageevent DEFERRABLE INITIALLY IMMEDIATE
  FOR EACH ROW WHEN (NEW.territory_id IS NOT NULL) EXECUTE FUNCTION stage_event_territory();

-- A holdover is opened once, and ended once.
CREATE FUNCTION holdover_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.outcome <> '' OR to_jsonb(NEW) - '{outcome,ended_at,ended_by_id,reason}'::text[]
      <> to_jsonb(OLD) - '{outcome,ended_at,ended_by_id,reason}'::text[] THEN
    RAISE EXCEPTION 'A holdover is only ended, once.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE UPDATE ON opportunities_holdover FOR EACH ROW EXECUTE FUNCTION holdover_guard();
REVOKE EXECUTE ON FUNCTION stage_event_territory() FROM PUBLIC;
