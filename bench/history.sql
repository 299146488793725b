-- Offers at 0 to 44 percent off for every second deal, two options of three lines each, and a product with a list price for
-- the others; run by the superuser with the guards asleep, as the rest of the data.
SET session_replication_role = replica;
INSERT INTO opportunities_product (id, name, series, list_price, currency, aliases)
  SELECT n, 'Product ' || n, '', n * 60000, 'USD', '[]' FROM generate_series(1, 7) n;
UPDATE opportunities_opportunity SET product_id = id % 7 + 1 WHERE id % 2 = 1;
INSERT INTO opportunities_offer (version, opportunity_id, number, state, currency, paper, clauses, channel, marketplace,
    marketplace_fee, partner_fee, legal_entity, valid_until, created_by_id, created_at, updated_at, withdrawn_reason)
  SELECT 1, id, 1, 'draft', 'USD', (ARRAY['ours', 'redlined', 'customer'])[1 + id / 2 % 3], '{}', 'direct_signature', '',
    0, 0, '', '2026-12-31', owner_id, created_at, created_at, '' FROM opportunities_opportunity WHERE id % 2 = 0;
INSERT INTO opportunities_offeroption (offer_id, letter, term_months, payment_days, is_split_payment, billing)
  SELECT f.id, letter, 12 + f.id % 40, 30 + f.id % 20, false, 'annual' FROM opportunities_offer f, unnest(ARRAY['A', 'B']) letter;
INSERT INTO opportunities_offerline (option_id, position, name, detail, kind, charge, quantity, unit_list, unit_net, unit_cost)
  SELECT p.id, n, 'Item', '', CASE WHEN n = 3 THEN 'services' ELSE 'software' END,
    CASE WHEN n = 3 THEN 'one_time' ELSE 'recurring' END, n, 20000 + p.id % 90000,
    round((20000 + p.id % 90000) * (1 - (p.id % 45) / 100.0), 2), 3000 FROM opportunities_offeroption p, generate_series(1, 3) n;
INSERT INTO approvals_guardrailset (version, number, state, rules, reason, author_id, created_at)
  SELECT 1, 2, 'draft', jsonb_set(rules, '{discount,edges}', '["12", "22", "30"]'), '', 1, now()
  FROM approvals_guardrailset WHERE number = 1;
INSERT INTO approvals_backtest (draft_id, tested_version, against_id, state, by_id, created_at, total, done, report, failure)
  SELECT n.id, 1, o.id, 'waiting', 1, now(), 0, 0, '[]', '' FROM approvals_guardrailset n, approvals_guardrailset o
  WHERE n.number = 2 AND o.number = 1 RETURNING id
