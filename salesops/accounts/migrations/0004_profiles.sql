-- The profiles a score rests on (docs/domain.md §11.7), whoever writes: a version is drafted, published once by sales
-- operations, and never changed or removed after that.

INSERT INTO accounts_profileversion (version, kind, number, reason, created_at, published_at, rules) VALUES
(1, 'icp', 1, 'The profile the house comes with.', '2000-01-01', '2000-01-01', '{
  "best_employees": [200, 1000],
  "good_employees": [50, 5000],
  "good_industries": ["financial_services", "logistics", "payments", "retail", "software", "technology",
    "telecommunications"],
  "poor_industries": ["employment", "other"],
  "excluded_countries": ["KP", "SY"],
  "least_revenue": "10",
  "technologies": ["aws", "azure", "gcp", "kafka", "kubernetes", "mqtt", "node-red", "postgres", "snowflake", "spark"]
}'),
(1, 'persona', 1, 'The profile the house comes with.', '2000-01-01', '2000-01-01', '{
  "best": ["executive", "operations", "product_owner", "technical_lead"],
  "good": ["community_lead", "finance", "legal", "procurement", "security"],
  "senior": ["ceo", "cfo", "chief", "cio", "ciso", "coo", "cpo", "cto", "director", "founder", "head", "owner",
    "partner", "president", "vp"]
}');

-- Whether a stored version can be read and contradicts itself nowhere; the twin of read() and problems().
CREATE FUNCTION profile_is_sound(kind text, said jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE
SET search_path = public, pg_temp AS $$
DECLARE
  best jsonb := said->'best_employees';
  good jsonb := said->'good_employees';
BEGIN
  IF kind = 'persona' THEN
    RETURN coalesce(jsonb_typeof(said->'senior') = 'array' AND NOT lists_meet(said->'best', said->'good'), false);
  END IF;
  RETURN coalesce((good->>0)::integer BETWEEN 0 AND (best->>0)::integer
    AND (best->>0)::integer <= (best->>1)::integer AND (best->>1)::integer <= (good->>1)::integer
    AND (said->>'least_revenue')::numeric >= 0
    AND jsonb_typeof(said->'excluded_countries') = 'array' AND jsonb_typeof(said->'technologies') = 'array'
    AND NOT lists_meet(said->'good_industries', said->'poor_industries'), false);
EXCEPTION WHEN data_exception THEN
  RETURN false;
END $$;

CREATE FUNCTION lists_meet(one jsonb, other jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT jsonb_array_elements_text(one) INTERSECT SELECT jsonb_array_elements_text(other))
$$;

CREATE FUNCTION profile_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'A published profile stays as it is.' USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' AND NEW.published_at IS NOT NULL
      OR TG_OP = 'UPDATE' AND (NEW.kind, NEW.number, NEW.author_id, NEW.created_at)
        IS DISTINCT FROM (OLD.kind, OLD.number, OLD.author_id, OLD.created_at) THEN
    RAISE EXCEPTION 'A version begins as a draft, and stays whose and which it is.' USING ERRCODE = '23514';
  END IF;
  IF NOT profile_is_sound(NEW.kind, NEW.rules) THEN
    RAISE EXCEPTION 'These are no rules of a profile.' USING ERRCODE = '23514';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM users_rolegrant g JOIN users_user u ON u.id = g.user_id AND u.is_active
      WHERE g.role = 'revops_admin' AND g.user_id = coalesce(NEW.published_by_id, NEW.author_id)) THEN
    RAISE EXCEPTION 'Profiles are written and published by sales operations.' USING ERRCODE = '23514';
  END IF;
  IF NEW.published_at IS NOT NULL AND (abs(extract(epoch FROM NEW.published_at - clock_timestamp())) > 300
      OR NEW.number <> 1 + (SELECT max(p.number) FROM accounts_profileversion p
        WHERE p.kind = NEW.kind AND p.published_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'A version is in force from its publication on, after the one before it.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE OR DELETE ON accounts_profileversion
  FOR EACH ROW EXECUTE FUNCTION profile_guard();
REVOKE EXECUTE ON FUNCTION profile_guard() FROM PUBLIC;
