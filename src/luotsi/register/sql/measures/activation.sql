-- Activation rate: of persons unemployed or in a service on the counting day, those in a service.
-- kind: share
-- counts: persons
-- groupings: age sex education language
-- reads: spell open 0 0, service open 0 0
SELECT month, municipality, age, sex, education, language, 1 AS count, 1 AS base
FROM in_service
UNION ALL
SELECT u.month, u.municipality, u.age, u.sex, u.education, u.language, 0 AS count, 1 AS base
FROM unemployed u
LEFT JOIN in_service i ON i.month = u.month AND i.person = u.person
WHERE i.person IS NULL
