-- Who signs what of the closing (docs/domain.md §7; reliability P5).
CREATE TRIGGER a_signed BEFORE INSERT OR UPDATE ON opportunities_closing
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('by_id');
CREATE TRIGGER a_signed BEFORE INSERT ON opportunities_term FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('by_id');
CREATE TRIGGER a_signed BEFORE INSERT OR UPDATE ON opportunities_legalitem
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('by_id', 'settled_by_id');
CREATE TRIGGER a_signed BEFORE INSERT ON opportunities_marketplaceoffer
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('created_by_id');
CREATE TRIGGER a_signed BEFORE INSERT OR UPDATE ON opportunities_quote
  FOR EACH ROW EXECUTE FUNCTION signs_as_oneself('issued_by_id', 'voided_by_id');
CREATE TRIGGER a_signed BEFORE INSERT ON opportunities_stageevent
  FOR EACH ROW WHEN (NEW.move = 'won') EXECUTE FUNCTION signs_as_oneself('actor_id');

-- Finance confirms a win, and never the owner, whatever roles they hold besides (§1.4); alone, they declare it.
CREATE FUNCTION confirmation_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT holds_role(NEW.actor_id, '["vp_finance", "finance_ops"]', NULL)
      OR NEW.actor_id = (SELECT o.owner_id FROM opportunities_opportunity o WHERE o.id = NEW.opportunity_id)
        AND NOT EXISTS (SELECT 1 FROM users_workspacesetting w WHERE w.team_mode = 'solo') THEN
    RAISE EXCEPTION 'Finance confirms a win, never the owner (R15).' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER c_confirmed BEFORE INSERT ON opportunities_stageevent
  FOR EACH ROW WHEN (NEW.move = 'won') EXECUTE FUNCTION confirmation_guard();
