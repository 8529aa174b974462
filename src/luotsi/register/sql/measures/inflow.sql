-- Spells of unemployment begun in the month. A move to another municipality begins none.
-- kind: flow
-- counts: spells
-- groupings: age sex education language
-- reads: spell started 0 0
SELECT m.month, s.municipality, age_group(m.year, s.birth_year) AS age, s.sex, s.education, s.language, 1 AS count
FROM spell s
JOIN month m ON m.month = s.started_month
