-- An agreement is held by the account its deal is with, also after that account was merged (docs/domain.md §8.0, §11.3).
CREATE OR REPLACE FUNCTION running_agreements(account bigint, at timestamptz)
RETURNS TABLE (name text, until date, renews_by_itself boolean) LANGUAGE sql STABLE AS $$
  SELECT held.name, held.until, held.renews_by_itself FROM (
    SELECT coalesce(g.name, nullif(o.use_case, ''), o.name)::text AS name, o.id, coalesce(g.renews_by_itself, false) AS renews_by_itself,
      coalesce(g.ends_on, ((o.closed_at AT TIME ZONE 'UTC')::date + make_interval(months => o.term_months))::date) AS until
    FROM opportunities_opportunity o
    LEFT JOIN handoff_agreement g ON g.opportunity_id = o.id AND g.voided_at IS NULL
    WHERE o.account_id = account AND (o.stage_kind = 'won' OR g.id IS NOT NULL)
  ) AS held WHERE held.until >= (at AT TIME ZONE 'UTC')::date ORDER BY held.until DESC, held.id
$$;
