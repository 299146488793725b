-- One writer at a time for each record: the lock is taken before id and seq are drawn, so both follow the
-- order of commits of that record. tx lets a guard ask for "the event of this very transaction".
CREATE FUNCTION outbox_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_kind || ':' || NEW.subject_id, 7));
  NEW.id := nextval(pg_get_serial_sequence('outbox_event', 'id'));
  NEW.tx := pg_current_xact_id()::text::bigint;
  SELECT coalesce(max(seq), 0) + 1 INTO NEW.seq FROM outbox_event
    WHERE subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id;
  RETURN NEW;
END $$;

CREATE TRIGGER b_order BEFORE INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION outbox_order();
REVOKE EXECUTE ON FUNCTION outbox_order() FROM PUBLIC;
