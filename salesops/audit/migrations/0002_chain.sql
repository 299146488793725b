-- What one entry's hash covers. UTC and the text of jsonb are fixed, so any session computes the same bytes (P7).
CREATE FUNCTION audit_entry_hash(e audit_auditentry) RETURNS text LANGUAGE sql STABLE
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    e.subject_kind, e.subject_id, e.seq, to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor_id, e.actor_name,
    e.via, e.action, e.outcome, e.code, e.data, e.prev)::text, 'UTF8')), 'hex')
$$;

-- The head row is the lock: two writers on one record queue here, so a chain can neither fork nor skip.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  head_seq bigint;
  head_hash text;
BEGIN
  INSERT INTO audit_audithead AS h (subject_kind, subject_id, seq, hash)
    VALUES (NEW.subject_kind, NEW.subject_id, 1, '')
    ON CONFLICT (subject_kind, subject_id) DO UPDATE SET seq = h.seq + 1
    RETURNING h.seq, h.hash INTO head_seq, head_hash;
  NEW.seq := head_seq;
  NEW.prev := head_hash;
  NEW.hash := audit_entry_hash(NEW);
  UPDATE audit_audithead SET hash = NEW.hash
    WHERE subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id;
  RETURN NEW;
END $$;

CREATE TRIGGER b_chain BEFORE INSERT ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_chain();
REVOKE EXECUTE ON FUNCTION audit_chain() FROM PUBLIC;
