-- What two rule sets say of deals as they were sold, and what became of them (docs/domain.md §6.3): by the newest offer where
-- there is one, or else by the list price of the deal's product against what it was sold for, or else by the deal's money alone.
CREATE FUNCTION back_test_readings(deals bigint[]) RETURNS guardrail_reading[] LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  WITH shown AS MATERIALIZED (
    SELECT DISTINCT ON (f.opportunity_id) f.id, f.opportunity_id, f.paper, f.selected_option_id, o.rate
    FROM opportunities_offer f JOIN opportunities_opportunity o ON o.id = f.opportunity_id
    WHERE f.opportunity_id = ANY (deals)
    ORDER BY f.opportunity_id, f.state = 'accepted' DESC, f.state = 'withdrawn', f.number DESC
  ), lines AS (
    SELECT array_agg((s.opportunity_id, p.id, p.term_months, p.payment_days, p.is_split_payment, s.paper, s.rate, l.kind,
      l.charge = 'recurring', round(l.quantity * l.unit_list, 2), round(l.quantity * l.unit_net, 2),
      round(l.quantity * l.unit_cost, 2))::guardrail_line) AS all_of_them
    FROM shown s JOIN opportunities_offeroption p ON p.offer_id = s.id AND p.id = coalesce(s.selected_option_id, p.id)
    LEFT JOIN opportunities_offerline l ON l.option_id = p.id
  ), sold AS (
    SELECT array_agg((o.id, coalesce(x.list, 0), coalesce(x.list - o.tcv, 0), 0,
      CASE WHEN o.acv = 0 THEN greatest(x.list - o.tcv, 0) ELSE 0 END, o.acv * o.rate,
      CASE WHEN o.acv > 0 AND o.tcv > 0 THEN greatest(o.acv, o.acv * x.list / o.tcv) ELSE o.acv END * o.rate, 12 * o.rate,
      o.term_months, 0, false, NULL, NULL, '')::guardrail_reading) AS all_of_them
    FROM opportunities_opportunity o
    LEFT JOIN opportunities_product p ON p.id = o.product_id AND p.currency = o.currency AND p.list_price > 0 AND o.tcv > 0
    LEFT JOIN LATERAL (SELECT p.list_price AS list) AS x ON true
    WHERE o.id = ANY (deals) AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.opportunity_id = o.id)
  )
  SELECT array_cat(guardrail_readings(lines.all_of_them), coalesce(sold.all_of_them, '{}')) FROM lines, sold
$$;

-- One row for each way a deal may differ: how it was judged, who was needed and who would be, and what became of it.
CREATE FUNCTION back_test(deals bigint[], old_rules jsonb, new_rules jsonb)
RETURNS TABLE (basis text, outcome text, answer text, old_bits integer, new_bits integer, old_refused boolean,
  new_refused boolean, number bigint, amount numeric, examples bigint[]) LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  WITH read AS MATERIALIZED (SELECT back_test_readings(deals) AS readings),
  judged AS (
    SELECT o.key, o.bits AS old_bits, o.is_refused AS old_refused, n.bits AS new_bits, n.is_refused AS new_refused
    FROM (SELECT v.key, bit_or(v.bits) AS bits, bool_or(v.is_refused) AS is_refused
      FROM read, guardrail_verdicts(read.readings, old_rules) v GROUP BY v.key) AS o
    JOIN (SELECT v.key, bit_or(v.bits) AS bits, bool_or(v.is_refused) AS is_refused
      FROM read, guardrail_verdicts(read.readings, new_rules) v GROUP BY v.key) AS n USING (key)
  ), answered AS (
    SELECT DISTINCT ON (r.opportunity_id) r.opportunity_id,
      CASE WHEN r.state = 'rejected' THEN 'rejected' ELSE 'approved' END AS answer
    FROM approvals_approvalrequest r
    WHERE r.opportunity_id = ANY (deals) AND r.offer_id IS NOT NULL AND r.decided_at IS NOT NULL
      AND r.state IN ('approved', 'rejected', 'expired', 'superseded', 'voided')
    ORDER BY r.opportunity_id, r.decided_at DESC
  )
  SELECT CASE WHEN EXISTS (SELECT 1 FROM opportunities_offer f WHERE f.opportunity_id = d.id) THEN 'offer'
      WHEN p.id IS NOT NULL THEN 'list' ELSE 'deal' END AS basis,
    d.stage_kind, coalesce(a.answer, ''), j.old_bits, j.new_bits, j.old_refused, j.new_refused, count(*),
    sum(d.amount_reporting), (array_agg(d.id ORDER BY d.amount_reporting DESC, d.id))[1:5]
  FROM judged j JOIN opportunities_opportunity d ON d.id = j.key
  LEFT JOIN opportunities_product p ON p.id = d.product_id AND p.currency = d.currency AND p.list_price > 0 AND d.tcv > 0
  LEFT JOIN answered a ON a.opportunity_id = d.id
  GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;
