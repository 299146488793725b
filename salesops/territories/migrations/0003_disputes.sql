-- A dispute is settled once, for what all three sides said last; a side speaks through who may (docs/domain.md §5.4).
CREATE FUNCTION dispute_word_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  region text;
BEGIN
  SELECT t.theatre INTO region FROM territories_territorydispute d JOIN territories_territory t
    ON t.id = CASE NEW.side WHEN 'held' THEN d.held_by_id ELSE d.claimed_by_id END
    WHERE d.id = NEW.dispute_id AND d.settled_at IS NULL AND NEW.territory_id IN (d.held_by_id, d.claimed_by_id);
  IF region IS NULL OR NOT (CASE NEW.side WHEN 'operations' THEN holds_one_of(NEW.by_id, '{revops_admin}', '')
      ELSE holds_one_of(NEW.by_id, '{regional_vp}', region) END) THEN
    RAISE EXCEPTION 'This person does not speak for this side.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT ON territories_disputeword
  FOR EACH ROW EXECUTE FUNCTION dispute_word_guard();

CREATE FUNCTION dispute_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR 3 <> (
      SELECT count(*) FROM (SELECT DISTINCT ON (w.side) w.territory_id FROM territories_disputeword w
        WHERE w.dispute_id = OLD.id ORDER BY w.side, w.id DESC) said WHERE said.territory_id = NEW.settled_for_id) THEN
    RAISE EXCEPTION 'A dispute is settled once, for what all sides say.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE UPDATE ON territories_territorydispute
  FOR EACH ROW EXECUTE FUNCTION dispute_guard();
REVOKE EXECUTE ON FUNCTION dispute_word_guard(), dispute_guard() FROM PUBLIC;
