-- What was told or skipped stays so, and a lease's token only grows: the fence holds whoever writes (docs/domain.md §12.2).
CREATE FUNCTION obligation_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.rule, NEW.scope, NEW.scope_id, NEW.subject_kind, NEW.subject_id, NEW.anchor, NEW.lane, NEW.turn)
     IS DISTINCT FROM
     (OLD.rule, OLD.scope, OLD.scope_id, OLD.subject_kind, OLD.subject_id, OLD.anchor, OLD.lane, OLD.turn) THEN
    RAISE EXCEPTION 'An obligation is for one occasion and stays so.' USING ERRCODE = '23514';
  END IF;
  IF OLD.status IN ('done', 'skipped') THEN
    RAISE EXCEPTION 'What was told or skipped stays so.' USING ERRCODE = '23514';
  END IF;
  IF OLD.status IN ('cancelled', 'dead') AND NEW.status NOT IN (OLD.status, 'pending') THEN
    RAISE EXCEPTION 'A % obligation is only taken up again.', OLD.status USING ERRCODE = '23514';
  END IF;
  IF OLD.lease_token IS NOT NULL AND coalesce(NEW.lease_token, 0) < OLD.lease_token THEN
    RAISE EXCEPTION 'The token of a lease only grows.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE UPDATE ON reminders_obligation FOR EACH ROW EXECUTE FUNCTION obligation_guard();

-- A reminder that stopped stays stopped; the next occasion opens another.
CREATE FUNCTION reminder_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.stopped_at IS NOT NULL THEN
    RAISE EXCEPTION 'This reminder stopped; another opens when there is reason.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER a_guard BEFORE UPDATE ON reminders_reminder FOR EACH ROW EXECUTE FUNCTION reminder_guard();
