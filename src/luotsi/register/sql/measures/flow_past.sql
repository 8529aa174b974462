-- Of spells begun 3, 6 or 12 months before, those still going on that many months after their own first day.
-- kind: share
-- counts: spells
-- groupings: age sex education language
-- parts: 3 6 12
-- reads: spell started -12 -3, spell ended -12 0
SELECT m.month, s.municipality, age_group(m.year, s.birth_year) AS age, s.sex, s.education, s.language,
    CASE WHEN s.started_month = m.started_3 THEN '3' WHEN s.started_month = m.started_6 THEN '6' ELSE '12' END AS part,
    CASE WHEN s.ended_on IS NULL THEN 1
        WHEN s.started_month = m.started_3 AND s.ended_on >= d.after_3_on THEN 1
        WHEN s.started_month = m.started_6 AND s.ended_on >= d.after_6_on THEN 1
        WHEN s.started_month = m.started_12 AND s.ended_on >= d.after_12_on THEN 1
        ELSE 0 END AS count,
    1 AS base
FROM spell s
JOIN ahead a ON a.from_month = s.started_month AND a.steps IN (3, 6, 12)
JOIN month m ON m.month = a.month
JOIN day d ON d.day = s.started_on
