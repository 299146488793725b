-- What resolution asks of accounts (docs/domain.md §5.2 a–c): the top of the family, unless a member buys alone; its
-- address by override, verified headquarters, billing; its size; and the account's name on a territory's list.
WITH RECURSIVE climb(asked, id, parent_id, depth) AS (
  SELECT a.id, a.id, a.parent_id, 0 FROM accounts_account a WHERE a.id = ANY (%(ids)s)
  UNION ALL
  SELECT c.asked, p.id, p.parent_id, c.depth + 1
  FROM climb c JOIN accounts_account p ON p.id = c.parent_id
  WHERE NOT coalesce((SELECT s.is_standalone FROM territories_standalonebuyer s
    WHERE s.account_id = c.id AND s.set_at <= %(at)s ORDER BY s.id DESC LIMIT 1), false)
), tops AS (
  SELECT DISTINCT ON (asked) asked, id FROM climb ORDER BY asked, depth DESC
)
SELECT t.asked, a.id, a.name, coalesce(p.source, 'billing'),
  CASE WHEN p.id IS NULL THEN a.country ELSE p.country END,
  CASE WHEN p.id IS NULL THEN a.subdivision ELSE p.subdivision END,
  coalesce(p.postal_code, ''), coalesce(p.county, ''),
  CASE WHEN p.id IS NULL THEN a.city ELSE p.city END,
  a.employees,
  (SELECT json_object_agg(f.fiscal_year, f.segment) FROM territories_frozensegment f WHERE f.account_id = a.id),
  n.id, n.territory_id, n.reason
FROM tops t
JOIN accounts_account a ON a.id = t.id
LEFT JOIN LATERAL (
  SELECT newest.* FROM (
    SELECT DISTINCT ON (source) * FROM territories_accountplace
    WHERE account_id = a.id AND set_at <= %(at)s ORDER BY source, id DESC) newest
  WHERE newest.country <> '' ORDER BY newest.source = 'override' DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (
  SELECT * FROM territories_namedaccount
  WHERE account_id IN (t.asked, a.id) AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
  ORDER BY account_id = t.asked DESC, id LIMIT 1) n ON true
