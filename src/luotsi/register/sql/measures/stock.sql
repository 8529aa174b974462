-- Persons unemployed on the counting day, the last working day of the month.
-- kind: stock
-- counts: persons
-- groupings: age sex education duration language
-- reads: spell open 0 0
SELECT month, municipality, age, sex, education, language, duration, persons AS count
FROM unemployed_groups
