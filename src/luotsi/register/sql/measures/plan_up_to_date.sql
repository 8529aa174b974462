-- Of persons unemployed on the counting day, those whose employment plan was made or checked within the interval of the
-- law before it.
-- kind: share
-- counts: persons
-- groupings: age sex education language duration
-- from: 2025-01
-- reads: spell open 0 0, plan happened -3 0
SELECT u.month, u.municipality, u.age, u.sex, u.education, u.language, u.duration,
    CASE WHEN p.person IS NULL THEN 0 ELSE 1 END AS count, 1 AS base
FROM unemployed u
LEFT JOIN (
    SELECT DISTINCT m.month, p.person
    FROM plan p
    JOIN ahead a ON a.from_month = p.happened_month AND a.steps <= 3
    JOIN month m ON m.month = a.month
    WHERE p.made_on >= m.plan_since_on AND p.made_on <= m.count_on
) AS p ON p.month = u.month AND p.person = u.person
