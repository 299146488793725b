-- The twin of approvals/domain/guardrails.py (docs/domain.md §6.3), for any number of options at once: triggers judge one
-- offer by it, the back-test a hundred thousand deals. Who decides is kept in bits, so that a union is one aggregate.

CREATE FUNCTION role_bits(roles jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT (roles ? 'regional_vp')::int + 2 * (roles ? 'vp_finance')::int + 4 * (roles ? 'legal')::int + 8 * (roles ? 'leader')::int
$$;

-- In the order of the steps.
CREATE FUNCTION roles_of_bits(bits integer) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_remove(ARRAY[
    CASE WHEN bits & 1 > 0 THEN 'regional_vp' END, CASE WHEN bits & 2 > 0 THEN 'vp_finance' END,
    CASE WHEN bits & 4 > 0 THEN 'legal' END, CASE WHEN bits & 8 > 0 THEN 'leader' END], NULL)
$$;

-- What the rules read of one option. Money in its own currency but for the ACV, which is in the reporting currency;
-- margins in percent, unknown where there is no cost; `acv_share` is the ACV that one unit of money over the term makes.
CREATE TYPE guardrail_reading AS (
  key bigint, paid_list numeric, given numeric, free numeric, once_off numeric, acv numeric, acv_at_list numeric,
  acv_share numeric, term_months integer, payment_days integer, is_split boolean, software_margin numeric,
  services_margin numeric, paper text
);

CREATE FUNCTION margin_percent(net numeric, cost numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN net = 0 AND cost = 0 THEN NULL WHEN net = 0 THEN -100
    ELSE (net - cost) * 100.000000000000000000000000000000 / net END
$$;

-- One line of one option: what it is worth at list, after discount and to us, a year or once, in its own currency; an
-- option without lines is one line without a kind. `key` is what the reading is about, an option or a deal.
CREATE TYPE guardrail_line AS (
  key bigint, option bigint, term integer, payment_days integer, is_split boolean, paper text, rate numeric,
  kind text, is_recurring boolean, list numeric, net numeric, cost numeric
);

CREATE FUNCTION guardrail_readings(lines guardrail_line[]) RETURNS guardrail_reading[] LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  WITH sums AS (
    SELECT l.key, l.option, min(l.term) AS term, min(l.payment_days) AS payment_days, bool_or(l.is_split) AS is_split,
      min(l.paper) AS paper, min(l.rate) AS rate,
      coalesce(sum(l.list) FILTER (WHERE l.is_recurring), 0) AS list_year,
      coalesce(sum(l.net) FILTER (WHERE l.is_recurring), 0) AS net_year,
      coalesce(sum(l.list) FILTER (WHERE NOT l.is_recurring), 0) AS list_once,
      coalesce(sum(l.net) FILTER (WHERE NOT l.is_recurring), 0) AS net_once,
      coalesce(sum(t.list) FILTER (WHERE l.kind = 'services' AND l.list > 0 AND l.net = 0), 0) AS free,
      margin_percent(sum(t.net) FILTER (WHERE l.kind = 'software' AND l.list > 0),
        sum(t.cost) FILTER (WHERE l.kind = 'software' AND l.list > 0)) AS software_margin,
      margin_percent(sum(t.net) FILTER (WHERE l.kind = 'services' AND l.list > 0),
        sum(t.cost) FILTER (WHERE l.kind = 'services' AND l.list > 0)) AS services_margin
    FROM unnest(lines) AS l, LATERAL (SELECT
      CASE WHEN l.is_recurring THEN round(l.list * l.term / 12, 2) ELSE l.list END AS list,
      CASE WHEN l.is_recurring THEN round(l.net * l.term / 12, 2) ELSE l.net END AS net,
      CASE WHEN l.is_recurring THEN round(l.cost * l.term / 12, 2) ELSE l.cost END AS cost) AS t
    GROUP BY l.key, l.option
  )
  SELECT coalesce(array_agg((s.key, v.list + s.list_once - s.free, v.list + s.list_once - v.net - s.net_once, s.free,
      greatest(s.list_once - s.net_once, 0), CASE WHEN s.term < 12 THEN v.net ELSE s.net_year END * s.rate,
      CASE WHEN s.term < 12 THEN v.list ELSE s.list_year END * s.rate, 12 * s.rate, s.term, s.payment_days, s.is_split,
      s.software_margin, s.services_margin, s.paper)::guardrail_reading ORDER BY s.key, s.option), '{}')
  FROM sums s, LATERAL (SELECT round(s.list_year * s.term / 12, 2) AS list, round(s.net_year * s.term / 12, 2) AS net) AS v
$$;

CREATE FUNCTION guardrail_readings(terms jsonb, rate numeric) RETURNS guardrail_reading[] LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  SELECT guardrail_readings(array_agg((o.place, o.place, (o.said->>'term_months')::integer,
    (o.said->>'payment_days')::integer, (o.said->>'is_split_payment')::boolean, terms->>'paper', rate,
    l->>'kind', l->>'charge' = 'recurring', round((l->>'quantity')::numeric * (l->>'unit_list')::numeric, 2),
    round((l->>'quantity')::numeric * (l->>'unit_net')::numeric, 2),
    round((l->>'quantity')::numeric * (l->>'unit_cost')::numeric, 2))::guardrail_line))
  FROM jsonb_array_elements(terms->'options') WITH ORDINALITY AS o(said, place)
  LEFT JOIN LATERAL jsonb_array_elements(o.said->'lines') AS l ON true
$$;

CREATE FUNCTION guardrail_verdicts(readings guardrail_reading[], rules jsonb)
RETURNS TABLE (key bigint, effective numeric, bits integer, notices integer, is_refused boolean, discount_bits integer) LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  WITH rule AS MATERIALIZED (
    SELECT ARRAY(SELECT e::integer FROM jsonb_array_elements_text(rules->'payment'->'edges') e) AS payment_edges,
      ARRAY(SELECT role_bits(r) FROM jsonb_array_elements(rules->'payment'->'roles') r) AS payment_bits,
      role_bits(rules->'payment'->'split') AS split_bits,
      ARRAY(SELECT e::integer FROM jsonb_array_elements_text(rules->'term'->'edges') e) AS term_edges,
      ARRAY(SELECT role_bits(r) FROM jsonb_array_elements(rules->'term'->'roles') r) AS term_bits,
      (rules->'term'->>'longest')::integer AS longest,
      (rules->'concessions'->>'days')::integer AS days, (rules->'concessions'->>'points')::numeric AS points,
      (rules->'margin'->>'software')::numeric AS software, (rules->'margin'->>'services')::numeric AS services,
      role_bits(rules->'margin'->'roles') AS margin_bits, (rules->'margin'->>'refused_below')::numeric AS least_margin,
      (rules->'paper'->'redlined'->>'from')::numeric AS redlined_from,
      role_bits(rules->'paper'->'redlined'->'roles') AS redlined_bits,
      (rules->'paper'->'customer'->>'from')::numeric AS customer_from,
      role_bits(rules->'paper'->'customer'->'roles') AS customer_bits
  ), cell AS MATERIALIZED (
    SELECT CASE WHEN r.place > 1 THEN (rules->'discount'->'edges'->>(r.place - 2)::integer)::numeric END AS above,
      CASE WHEN c.place > 1 THEN (rules->'discount'->'acv'->>(c.place - 2)::integer)::numeric END AS from_acv,
      role_bits(c.roles) AS bits,
      role_bits(rules->'discount'->'notices'->(r.place - 1)::integer->(c.place - 1)::integer) AS notices
    FROM jsonb_array_elements(rules->'discount'->'roles') WITH ORDINALITY AS r(cells, place),
      jsonb_array_elements(r.cells) WITH ORDINALITY AS c(roles, place)
  ), asked AS (
    SELECT x.*, p.points, CASE WHEN x.paid_list <> 0 THEN x.given * 100.000000000000000000000000000000 / x.paid_list
      WHEN x.free <> 0 THEN 100 ELSE 0 END + p.points AS effective
    FROM unnest(readings) AS x, rule,
      LATERAL (SELECT (greatest(x.payment_days - rule.payment_edges[1], 0) + rule.days - 1) / rule.days * rule.points) AS p(points)
  )
  SELECT a.key, a.effective,
    coalesce(d.bits, 0) | rule.payment_bits[1 + width_bucket(a.payment_days - 1, rule.payment_edges)]
      | CASE WHEN a.is_split THEN rule.split_bits ELSE 0 END
      | rule.term_bits[1 + width_bucket(a.term_months - 1, rule.term_edges)]
      | CASE WHEN a.software_margin < rule.software OR a.services_margin < rule.services THEN rule.margin_bits ELSE 0 END
      | CASE WHEN a.paper = 'redlined' AND a.acv_at_list >= rule.redlined_from THEN rule.redlined_bits
          WHEN a.paper = 'customer' THEN rule.customer_bits ELSE 0 END,
    coalesce(d.notices, 0),
    a.term_months > rule.longest
      OR coalesce(a.software_margin < least(rule.software, rule.least_margin), false)
      OR coalesce(a.services_margin < least(rule.services, rule.least_margin), false)
      OR (a.paper = 'customer' AND a.acv < rule.customer_from),
    coalesce(d.bits, 0)
  FROM asked a CROSS JOIN rule
  -- An offer needs whoever a cell names that it lies in, or would lie in with less given away: what has to be given away to
  -- pass a discount edge comes from one-time fees first, as those leave the ACV alone.
  LEFT JOIN LATERAL (
    SELECT bit_or(c.bits) AS bits, bit_or(c.notices) AS notices
    FROM cell c, LATERAL (SELECT (c.above - a.points) / 100 * a.paid_list - a.once_off) AS f(still_needed)
    WHERE c.bits + c.notices > 0 AND (c.above IS NULL OR a.effective > c.above)
      AND (c.from_acv IS NULL OR a.acv >= c.from_acv
        OR CASE WHEN c.above IS NULL OR f.still_needed < 0 THEN a.acv_at_list >= c.from_acv
          ELSE a.acv_at_list * greatest(a.term_months, 12) - f.still_needed * a.acv_share
            > c.from_acv * greatest(a.term_months, 12) END)
  ) AS d ON true
$$;

-- Who has to decide an offer, in the order of the steps; whom to tell besides; whether nobody can allow it.
CREATE FUNCTION guardrail_roles(terms jsonb, rules jsonb, rate numeric) RETURNS text[] LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  SELECT roles_of_bits(coalesce(bit_or(v.bits), 0)) FROM guardrail_verdicts(guardrail_readings(terms, rate), rules) v
$$;

CREATE FUNCTION guardrail_notices(terms jsonb, rules jsonb, rate numeric) RETURNS text[] LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  SELECT roles_of_bits(coalesce(bit_or(v.notices), 0)) FROM guardrail_verdicts(guardrail_readings(terms, rate), rules) v
$$;

CREATE FUNCTION guardrail_refused(terms jsonb, rules jsonb, rate numeric) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(bool_or(v.is_refused), false) FROM guardrail_verdicts(guardrail_readings(terms, rate), rules) v
$$;
