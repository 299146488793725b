-- Who acts, as the session says it (salesops/db/acting.py); nobody where it says nothing.
CREATE FUNCTION acting_person() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('salesops.actor', true), '')::bigint
$$;

-- Nobody signs in another's name: whom a row newly names in one of these columns is who acts (reliability P5).
-- What names nobody is the house's own doing, and the guards of the table say whether that is allowed.
CREATE FUNCTION signs_as_oneself() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  signer text;
  written jsonb := to_jsonb(NEW);
  before jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
BEGIN
  FOREACH signer IN ARRAY TG_ARGV LOOP
    IF written->>signer IS DISTINCT FROM before->>signer AND (written->>signer)::bigint <> coalesce(acting_person(), 0) THEN
      RAISE EXCEPTION 'Nobody signs in another''s name: % is %, and % acts.', signer, written->>signer, acting_person()
        USING ERRCODE = '23514';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
