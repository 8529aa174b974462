-- Jobseekers who began work, an enterprise or degree study in the month, one start a person a month; subsidised work
-- stands beside. Over twelve months, divided by the mean stock of the same months, it is the employment of jobseekers.
-- kind: flow
-- counts: persons
-- groupings: age sex education language
-- parts: open_market enterprise degree_study subsidised
-- reads: employment started 0 0, spell started -1 0, spell ended -1 0, spell open -1 0
SELECT m.month, j.municipality, age_group(m.year, j.birth_year) AS age, j.sex, j.education, j.language,
    j.kind AS part, 1 AS count
FROM job_start j
JOIN month m ON m.month = j.started_month
