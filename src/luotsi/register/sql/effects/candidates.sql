-- Who began a service in a wanted month, and who else was unemployed then: a row for each, with what was known of them
-- before and what became of them. `whom` counts persons through; nobody's pseudonym is in it.
--
-- The clock of both begins on the counting day of the month. Whose first service of all the months began since the
-- counting day before it, unemployed on the day before the service, takes part. The others were unemployed on the
-- counting day, in no service, and had begun none in all the months so far: who has begun one leads a life with it and
-- stands for nobody without. Whoever had left both unemployment and services by the counting day is in neither group.
-- What comes later makes nobody a participant.
WITH first_begun AS (
    SELECT *
    FROM (
        SELECT m.month, m.number, m.year, m.count_on, m.count_number, s.person, s.service, s.started_on AS since_on,
            s.municipality, s.birth_year, s.sex, s.education, s.language,
            row_number() OVER (PARTITION BY s.person ORDER BY s.started_on, s.until_on, s.service) AS turn
        FROM service s
        JOIN month m ON m.number = s.first_count
    ) AS b
    WHERE b.turn = 1
),
people AS (
    SELECT q.*, c.after_3_on, c.after_6_on, c.after_12_on
    FROM (
        SELECT b.month, b.count_on, b.count_number, b.person, b.service, b.since_on, b.municipality,
            age_group(b.year, b.birth_year) AS age, b.sex, b.education, b.language,
            duration_group(b.count_on, f.after_3_on, f.after_6_on, f.after_12_on, f.after_24_on) AS duration,
            f.number AS started_number
        FROM first_begun b
        JOIN day s ON s.day = b.since_on
        JOIN day a ON a.number = s.number - 1
        JOIN spell p ON p.person = b.person AND p.from_on <= a.day AND p.until_on >= a.day
        JOIN day f ON f.day = p.started_on
        JOIN (SELECT month, person FROM unemployed UNION SELECT month, person FROM in_service) t
            ON t.month = b.month AND t.person = b.person
        UNION ALL
        SELECT u.month, u.count_on, u.count_number, u.person, '' AS service, u.count_on AS since_on, u.municipality,
            u.age, u.sex, u.education, u.language, u.duration, u.started_number
        FROM unemployed u
        LEFT JOIN in_service i ON i.month = u.month AND i.person = u.person
        LEFT JOIN first_begun b ON b.person = u.person AND b.number <= u.number
        WHERE i.person IS NULL AND b.person IS NULL
    ) AS q
    JOIN day c ON c.day = q.count_on
),
-- Of the two years before the counting day.
spells_before AS (
    SELECT q.month, q.person, count(*) AS spells, sum(e.number - f.number + 1) AS days
    FROM people q
    JOIN spell s ON s.person = q.person AND s.ended_month IS NOT NULL
    JOIN day e ON e.day = s.ended_on
    JOIN day f ON f.day = s.started_on
    WHERE e.number < q.started_number AND e.after_24_on > q.count_on
    GROUP BY q.month, q.person
),
services_before AS (
    SELECT q.month, q.person, count(*) AS services
    FROM people q
    JOIN service s ON s.person = q.person AND s.ended_on < q.since_on
    JOIN day e ON e.day = s.ended_on
    WHERE e.after_24_on > q.count_on
    GROUP BY q.month, q.person
),
-- Unsubsidised work or an own enterprise on the day so many months after the counting day.
worked AS (
    SELECT q.month, q.person,
        max(CASE WHEN e.started_on <= q.after_3_on AND e.until_on >= q.after_3_on THEN 1 ELSE 0 END) AS after_3,
        max(CASE WHEN e.started_on <= q.after_6_on AND e.until_on >= q.after_6_on THEN 1 ELSE 0 END) AS after_6,
        max(CASE WHEN e.started_on <= q.after_12_on AND e.until_on >= q.after_12_on THEN 1 ELSE 0 END) AS after_12
    FROM people q
    JOIN employment e ON e.person = q.person AND e.started_on <= q.after_12_on AND e.until_on >= q.after_3_on
    WHERE e.kind IN ('open_market', 'enterprise')
    GROUP BY q.month, q.person
),
-- Unemployed or in a service on that day.
stayed AS (
    SELECT q.month, q.person,
        max(CASE WHEN e.from_on <= q.after_3_on AND e.until_on >= q.after_3_on THEN 1 ELSE 0 END) AS after_3,
        max(CASE WHEN e.from_on <= q.after_6_on AND e.until_on >= q.after_6_on THEN 1 ELSE 0 END) AS after_6,
        max(CASE WHEN e.from_on <= q.after_12_on AND e.until_on >= q.after_12_on THEN 1 ELSE 0 END) AS after_12
    FROM people q
    JOIN (
        SELECT person, from_on, until_on FROM spell
        UNION ALL
        SELECT person, started_on AS from_on, until_on FROM service
    ) e ON e.person = q.person AND e.from_on <= q.after_12_on AND e.until_on >= q.after_3_on
    GROUP BY q.month, q.person
)
SELECT q.month, q.municipality, q.service, q.age, q.sex, q.education, q.language, q.duration,
    q.count_number - q.started_number AS days, coalesce(b.spells, 0) AS spells_before,
    coalesce(b.days, 0) AS days_before, coalesce(v.services, 0) AS services_before,
    coalesce(w.after_3, 0) AS work_3, coalesce(w.after_6, 0) AS work_6, coalesce(w.after_12, 0) AS work_12,
    1 - coalesce(t.after_3, 0) AS left_3, 1 - coalesce(t.after_6, 0) AS left_6, 1 - coalesce(t.after_12, 0) AS left_12,
    dense_rank() OVER (ORDER BY q.person) AS whom
FROM people q
LEFT JOIN spells_before b ON b.month = q.month AND b.person = q.person
LEFT JOIN services_before v ON v.month = q.month AND v.person = q.person
LEFT JOIN worked w ON w.month = q.month AND w.person = q.person
LEFT JOIN stayed t ON t.month = q.month AND t.person = q.person
