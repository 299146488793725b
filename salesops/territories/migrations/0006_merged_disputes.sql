-- A dispute goes along when its account is merged into another, and back when the merge is undone; nothing else moves it.
CREATE OR REPLACE FUNCTION dispute_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF to_jsonb(NEW) - 'account_id' - 'version' = to_jsonb(OLD) - 'account_id' - 'version' AND EXISTS (
      SELECT 1 FROM accounts_mergerecord m WHERE m.kind = 'account' AND CASE WHEN m.undone_at IS NULL
        THEN (m.absorbed_id, m.kept_id) ELSE (m.kept_id, m.absorbed_id) END = (OLD.account_id, NEW.account_id)) THEN
    RETURN NEW;
  END IF;
  IF NEW.account_id <> OLD.account_id THEN
    RAISE EXCEPTION 'A dispute stays with its account.' USING ERRCODE = '23514';
  END IF;
  IF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR 3 <> (
      SELECT count(*) FROM (SELECT DISTINCT ON (w.side) w.territory_id FROM territories_disputeword w
        WHERE w.dispute_id = OLD.id ORDER BY w.side, w.id DESC) said WHERE said.territory_id = NEW.settled_for_id) THEN
    RAISE EXCEPTION 'A dispute is settled once, for what all sides say.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
