-- Job searches begun in each wanted month that call for an initial interview (380/2023 31 §), with the working days to
-- it. A search begun again before six months have passed since the one before it ended calls for none. Each is followed
-- to the end of the third month after its own, or to the last day known: `met`, or how long it went on without.
SELECT q.month, q.municipality, q.age, q.sex, q.education, q.language, q.interview_limit,
    CASE WHEN q.met_on IS NOT NULL THEN 'met' WHEN q.ended_on <= q.followed_to THEN 'closed' ELSE 'waiting' END AS part,
    e.working_number - q.started_working_number AS days
FROM (
    SELECT m.month, m.followed_to, s.search, s.municipality, age_group(m.year, s.birth_year) AS age, s.sex, s.education,
        s.language, s.ended_on, d.interview_limit, d.working_number AS started_working_number,
        min(c.happened_on) AS met_on
    FROM search s
    JOIN month m ON m.month = s.started_month
    JOIN day d ON d.day = s.started_on
    LEFT JOIN contact c
        ON c.person = s.person AND c.kind = 'initial_interview' AND c.happened_on >= s.started_on
        AND c.happened_on <= m.followed_to AND c.happened_on <= coalesce(s.ended_on, m.followed_to)
    WHERE s.previous_ended_on IS NULL OR s.previous_ended_on < d.before_6_on
    GROUP BY m.month, m.followed_to, s.search, s.municipality, m.year, s.birth_year, s.sex, s.education, s.language,
        s.ended_on, d.interview_limit, d.working_number
) AS q
JOIN day e ON e.day = coalesce(q.met_on, least(coalesce(q.ended_on, q.followed_to), q.followed_to))
