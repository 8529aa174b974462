-- Starts of work, enterprise or degree study by persons who were unemployed on that day or at most a month before it,
-- one start a person a month, subsidised work apart from the rest.
SELECT started_month, person, municipality, birth_year, sex, education, language, kind, started_on
FROM (
    SELECT e.started_month, e.person, e.municipality, e.birth_year, e.sex, e.education, e.language, e.kind, e.started_on,
        row_number() OVER (
            PARTITION BY e.person, e.started_month, CASE WHEN e.kind = 'subsidised' THEN 1 ELSE 0 END
            ORDER BY e.started_on, e.kind, e.until_on
        ) AS turn
    FROM employment e
    JOIN day d ON d.day = e.started_on
    WHERE EXISTS (
        SELECT 1 FROM spell s
        WHERE s.person = e.person AND s.from_on <= e.started_on AND s.until_on >= d.before_1_on
    )
) AS started
WHERE turn = 1
