-- Of jobseekers who began open-market work or an enterprise 6 or 12 months before, those in work that many months after
-- their first day, in the same or another job.
-- kind: share
-- counts: persons
-- groupings: age sex education language
-- parts: 6 12
-- reads: employment started -12 0, employment ended -12 0, employment open -12 0, spell started -13 -6, spell ended -13 -6, spell open -13 -6
SELECT j.month, j.municipality, age_group(j.year, j.birth_year) AS age, j.sex, j.education, j.language,
    j.part, CASE WHEN min(e.kind) IS NULL THEN 0 ELSE 1 END AS count, 1 AS base
FROM (
    SELECT m.month, m.year, j.person, j.municipality, j.birth_year, j.sex, j.education, j.language,
        CASE WHEN a.steps = 6 THEN '6' ELSE '12' END AS part,
        CASE WHEN a.steps = 6 THEN d.after_6_on ELSE d.after_12_on END AS followed_on
    FROM job_start j
    JOIN ahead a ON a.from_month = j.started_month AND a.steps IN (6, 12)
    JOIN month m ON m.month = a.month
    JOIN day d ON d.day = j.started_on
    WHERE j.kind IN ('open_market', 'enterprise')
) AS j
LEFT JOIN employment e
    ON e.person = j.person AND e.kind IN ('open_market', 'enterprise', 'subsidised') AND e.started_on <= j.followed_on
    AND e.until_on >= j.followed_on
GROUP BY j.month, j.year, j.person, j.municipality, j.birth_year, j.sex, j.education, j.language, j.part
