-- Clients with at least one contact in the month, each once, in the home of the last contact.
-- kind: flow
-- counts: persons
-- groupings: age sex education language
-- reads: contact happened 0 0
SELECT month, municipality, age, sex, education, language, 1 AS count
FROM (
    SELECT m.month, c.municipality, age_group(m.year, c.birth_year) AS age, c.sex, c.education, c.language,
        row_number() OVER (PARTITION BY m.month, c.person ORDER BY c.happened_on DESC, c.municipality) AS turn
    FROM contact c
    JOIN month m ON m.month = c.happened_month
) AS met
WHERE turn = 1
