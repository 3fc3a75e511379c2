\set t random(1, 1000)
SELECT id, case_id, state, title, assignee, due_at, created_at FROM limit_item
WHERE tenant_id = md5('t' || :t)::uuid AND state = 'open' ORDER BY due_at LIMIT 50;
