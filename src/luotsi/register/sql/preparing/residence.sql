-- Where each person lived, day by day: a move ends the stay before it, the first stay reaches back without limit.
CREATE TABLE lived AS
WITH moves AS (
    SELECT person, moved_on, municipality FROM taken_residence
    UNION ALL
    SELECT p.person, DATE '1900-01-01', p.municipality
    FROM taken_person p
    WHERE p.municipality IS NOT NULL AND p.person NOT IN (SELECT person FROM taken_residence)
),
ordered AS (
    SELECT person, municipality, moved_on,
        row_number() OVER (PARTITION BY person ORDER BY moved_on) AS turn,
        lead(moved_on) OVER (PARTITION BY person ORDER BY moved_on) AS next_on
    FROM moves
)
SELECT person, municipality,
    CASE WHEN turn = 1 THEN DATE '1900-01-01' ELSE moved_on END AS from_on,
    CASE WHEN next_on IS NULL THEN DATE '9999-12-31' ELSE CAST(next_on - INTERVAL 1 DAY AS DATE) END AS until_on
FROM ordered;

-- Every person that any table speaks of, with what is known of them; nobody is left out for want of it.
CREATE TABLE client AS
WITH everybody AS (
    SELECT person FROM taken_jobsearch
    UNION SELECT person FROM taken_service
    UNION SELECT person FROM taken_contact
    UNION SELECT person FROM taken_benefit
    UNION SELECT person FROM taken_employment
),
described AS (
    SELECT e.person, p.birth_year, p.integration_to, coalesce(p.sex, 'unknown') AS sex,
        coalesce(p.education, 'unknown') AS education, coalesce(p.language, 'unknown') AS language
    FROM everybody e LEFT JOIN taken_person p ON p.person = e.person
)
SELECT d.person, CAST(d.birth_year AS SMALLINT) AS birth_year, d.integration_to,
    CAST(list_position(getvariable('sexes'), d.sex) - 1 AS TINYINT) AS sex,
    CAST(list_position(getvariable('educations'), d.education) - 1 AS TINYINT) AS education,
    CAST(list_position(getvariable('languages'), d.language) - 1 AS TINYINT) AS language,
    coalesce(l.municipality, 999) AS municipality,
    coalesce(l.from_on, DATE '1900-01-01') AS from_on,
    coalesce(l.until_on, DATE '9999-12-31') AS until_on
FROM described d LEFT JOIN lived l ON l.person = d.person;
