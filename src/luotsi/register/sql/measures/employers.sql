-- Employers with a vacancy opened in the month. One with vacancies in several municipalities counts in each of them.
-- kind: flow
-- counts: employers
-- groupings:
-- reads: vacancy started 0 0
SELECT DISTINCT m.month, v.municipality, v.employer, 1 AS count
FROM vacancy v
JOIN month m ON m.month = v.started_month
WHERE v.employer IS NOT NULL
