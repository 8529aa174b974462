-- Persons in a service on the counting day of each wanted month, one row for each person and month: of two services at
-- once the one that began last.
SELECT month, person, service, municipality, age, sex, education, language
FROM (
    SELECT n.month, s.person, s.service, s.municipality, age_group(n.year, s.birth_year) AS age, s.sex, s.education,
        s.language,
        row_number() OVER (PARTITION BY n.month, s.person ORDER BY s.started_on DESC, s.until_on DESC, s.service) AS turn
    FROM service s
    JOIN span n
        ON n.first_number = greatest(s.first_count, :first_number)
        AND n.last_number = least(s.last_count, :last_number)
    WHERE s.first_count <= s.last_count AND s.first_count <= :last_number AND s.last_count >= :first_number
) AS going_on
WHERE turn = 1
