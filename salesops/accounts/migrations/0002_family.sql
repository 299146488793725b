-- A family is a tree: no account is its own ancestor, whoever writes the parent. Changes of any family queue on
-- one lock, because two of them together could close a circle that neither closes alone.
CREATE FUNCTION accounts_family_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.parent_id IS NULL OR (TG_OP = 'UPDATE' AND NEW.parent_id IS NOT DISTINCT FROM OLD.parent_id) THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('accounts.family', 7));
  IF EXISTS (
    WITH RECURSIVE up(id, parent_id) AS (
      SELECT id, parent_id FROM accounts_account WHERE id = NEW.parent_id
      UNION
      SELECT a.id, a.parent_id FROM accounts_account a JOIN up ON a.id = up.parent_id
    )
    SELECT 1 FROM up WHERE id = NEW.id
  ) THEN
    RAISE EXCEPTION 'account % cannot be its own ancestor', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_family BEFORE INSERT OR UPDATE OF parent_id ON accounts_account
  FOR EACH ROW EXECUTE FUNCTION accounts_family_guard();
REVOKE EXECUTE ON FUNCTION accounts_family_guard() FROM PUBLIC;
