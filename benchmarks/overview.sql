-- Fills the tables of a batch with $pairs pairs that are made up, for benchmarks/overview.py. Everything is drawn by lot
-- from names, so that the same numbers come out on every machine.
CREATE MACRO lot(name) AS (md5_number_lower(name) % 1000003) / 1000003.0;
CREATE TEMP TABLE places AS
  SELECT i, format('第{:04d}号', i) || ['市', '县', '区'][1 + i % 3] AS pair,
         CASE WHEN lot('tiny' || i) < 0.04 THEN 6 ELSE 40 + CAST(220 * lot('size' || i) AS BIGINT) END AS size,
         0.03 + 0.4 * lot('short' || i) * lot('more' || i) AS rate,
         lot('half' || i) < 0.1 AS half
    FROM range($pairs) r(i);
INSERT INTO errors
  SELECT pair, 'the plan holds no table of targets; look at it with reconcile extract', 'plans/' || pair || '.txt', 12, 2
    FROM places WHERE i % 300 = 7 ORDER BY i;
DELETE FROM places WHERE i % 300 = 7;
INSERT INTO items BY NAME
  SELECT pair, CAST(k AS VARCHAR) AS target, status,
         CASE WHEN status IN ('matched', 'review') THEN
           CASE WHEN lot('claim' || key) < 0.9 THEN 'done' WHEN lot('claim' || key) < 0.95 THEN 'silent' ELSE 'not_done'
           END END AS claim,
         CASE WHEN status IN ('matched', 'review') THEN
           ['quantified', 'quantified', 'milestone', 'activity', 'activity', 'none'][1 + CAST(floor(6 * lot('e' || key)) AS BIGINT)]
         END AS evidence,
         ['agriculture', 'industry', 'education', 'health', 'transport', 'environment', ''][1 + CAST(floor(7 * lot('f' || key)) AS BIGINT)] AS field
    FROM (SELECT *, CASE WHEN lot('s' || key) < 0.93 THEN 'matched' WHEN lot('s' || key) < 0.96 THEN 'review'
                         WHEN lot('s' || key) < 0.98 THEN 'uncovered' ELSE 'dropped' END AS status
            FROM (SELECT *, i || '-' || k AS key FROM (SELECT *, unnest(range(1, size + 1)) AS k FROM places)))
   ORDER BY i, k;
INSERT INTO goals BY NAME
  SELECT pair, target, goal,
         CASE WHEN claim IS NULL THEN 'unreported' WHEN lot('open' || key) < 0.35 THEN 'no_number'
              WHEN half AND lot('due' || key) < 0.7 THEN CASE WHEN lot('pace' || key) < rate THEN 'behind' ELSE 'on_pace' END
              WHEN lot('v' || key) < rate THEN 'short' WHEN lot('v' || key) < 0.6 THEN 'met' ELSE 'exceeded' END AS verdict
    FROM (SELECT *, pair || target || '-' || goal AS key
            FROM (SELECT *, unnest(range(1, 2 + CAST(floor(2 * lot('g' || pair || target)) AS BIGINT))) AS goal
                    FROM items JOIN (SELECT pair, rate, half, i FROM places) USING (pair)))
   ORDER BY i, goal;
INSERT INTO findings BY NAME
  SELECT pair, target, rule, severity
    FROM items JOIN (VALUES ('shortfall', 'error', 0.03), ('claim-contradicted', 'error', 0.01),
                            ('claimed-without-evidence', 'warning', 0.2), ('goal-altered', 'warning', 0.02),
                            ('overachieved', 'info', 0.06), ('owner-changed', 'info', 0.05),
                            ('evidence-reused', 'warning', 0.01), ('forecast-only', 'warning', 0.03)) v(rule, severity, share)
      ON lot(rule || pair || target) < share * (0.3 + 1.5 * lot(rule || pair));
UPDATE items SET errors = coalesce((SELECT count(*) FROM findings f WHERE f.pair = items.pair AND f.target = items.target
                                     AND f.severity = 'error'), 0);
INSERT INTO owners BY NAME
  SELECT pair, target, ['市', '县', '区'][1 + i % 3] || ['教育局', '公安局', '民政局', '财政局', '发展改革委', '水务局', '住房和城乡建设局', '市场监管局', '卫生健康委', '交通运输局', '农业农村局', '生态环境局'][1 + CAST(floor(12 * lot(pair || target)) AS BIGINT)] AS owner,
         '' AS role
    FROM items JOIN (SELECT pair, i FROM places) USING (pair)
  UNION ALL
  SELECT pair, target, pair || '人民政府', '' FROM items WHERE lot('gov' || pair || target) < 0.2;
INSERT INTO documents BY NAME
  SELECT pair, role, role || 's/' || pair || '.txt' AS path, sha256(pair || role) AS sha256, size AS records
    FROM places CROSS JOIN (VALUES ('plan'), ('outcome')) v(role) ORDER BY i, role DESC;
INSERT INTO pairs BY NAME
  SELECT pair, 'zh' AS lang, CASE WHEN half THEN '2023-06-30' ELSE '2023-12-31' END AS as_of,
         count(rule) FILTER (severity = 'error') AS errors, count(rule) FILTER (severity = 'warning') AS warnings,
         count(rule) FILTER (severity = 'info') AS infos, 0 AS waived
    FROM places LEFT JOIN findings USING (pair) GROUP BY i, pair, half ORDER BY i;
