-- The guardrails the house comes with (docs/domain.md §6.3), and which version counts when.
INSERT INTO approvals_guardrailset (version, number, state, reason, created_at, published_at, rules) VALUES (
  1, 1, 'published', 'The matrix the house comes with.', '2000-01-01', '2000-01-01', '{
  "discount": {
    "edges": ["10", "20", "30"],
    "acv": ["50000", "250000"],
    "roles": [
      [[], [], ["regional_vp", "vp_finance"]],
      [["regional_vp"], ["regional_vp", "vp_finance"], ["regional_vp", "vp_finance"]],
      [["regional_vp", "vp_finance"], ["regional_vp", "vp_finance"], ["regional_vp", "vp_finance", "leader"]],
      [["regional_vp", "vp_finance", "leader"], ["regional_vp", "vp_finance", "leader"],
       ["regional_vp", "vp_finance", "leader"]]
    ],
    "notices": [[[], [], []], [[], [], []], [[], [], []], [[], [], ["legal"]]]
  },
  "concessions": {"days": 15, "points": "2.5"},
  "payment": {
    "edges": [30, 45, 60],
    "roles": [[], ["regional_vp"], ["regional_vp", "vp_finance"], ["regional_vp", "vp_finance", "leader"]],
    "split": ["vp_finance", "leader"]
  },
  "term": {
    "edges": [11, 36, 48],
    "roles": [["regional_vp", "vp_finance"], [], ["regional_vp", "vp_finance"],
      ["regional_vp", "vp_finance", "leader"]],
    "longest": 60
  },
  "margin": {"software": "60", "services": "35", "roles": ["vp_finance", "leader"], "refused_below": "10"},
  "paper": {
    "redlined": {"from": "25000", "roles": ["legal"]},
    "customer": {"from": "100000", "roles": ["vp_finance", "legal"]}
  }
}'::jsonb);

-- Exactly one version is in force at any moment: the one published last.
CREATE FUNCTION guardrails_in_force(at timestamptz) RETURNS approvals_guardrailset LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT s.* FROM approvals_guardrailset s WHERE s.published_at <= at ORDER BY s.published_at DESC LIMIT 1
$$;
