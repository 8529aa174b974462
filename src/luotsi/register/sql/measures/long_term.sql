-- Of persons unemployed on the counting day, those unemployed without a break for a year or longer.
-- kind: share
-- counts: persons
-- groupings: age sex education language
-- reads: spell open 0 0
SELECT month, municipality, age, sex, education, language, CASE WHEN duration >= 3 THEN persons ELSE 0 END AS count,
    persons AS base
FROM unemployed_groups
