-- Vacancies opened, filled, or closed without being filled, in the month.
-- kind: flow
-- counts: vacancies
-- groupings: sector
-- parts: opened filled closed
-- reads: vacancy started 0 0, vacancy ended 0 0
SELECT m.month, v.municipality, v.sector, 'opened' AS part, 1 AS count
FROM vacancy v
JOIN month m ON m.month = v.started_month
UNION ALL
SELECT m.month, v.municipality, v.sector, CASE WHEN v.filled_on IS NULL THEN 'closed' ELSE 'filled' END AS part,
    1 AS count
FROM vacancy v
JOIN month m ON m.month = v.ended_month
