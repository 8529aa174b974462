-- Structural unemployment on the counting day: the long-term unemployed; those unemployed in all for a year within the
-- last 16 months; those whose service ended in the third month before and who are unemployed again; and those who went
-- from such a service to another one. Each person is in the first of these groups that fits.
-- kind: stock
-- counts: persons
-- groupings: age sex education language
-- parts: long_term repeated unemployed_after_service service_after_service
-- reads: spell open -17 0, spell started -17 0, spell ended -17 0, service ended -4 -3, service open 0 0
WITH repeated AS (
    SELECT u.month, u.person
    FROM unemployed u
    JOIN spell p ON p.person = u.person AND p.until_on < u.started_on AND p.last_count >= :first_number - 17
    JOIN day b ON b.day = p.from_on
    JOIN day e ON e.day = p.until_on
    WHERE u.duration < 3
    GROUP BY u.month, u.person, u.count_number, u.back_16_number, u.started_number, u.year_days
    HAVING max(e.number) > u.back_16_number AND u.count_number - u.started_number + 1
        + sum(greatest(e.number - greatest(b.number, u.back_16_number + 1) + 1, 0)) >= u.year_days
),
ended_service AS (
    SELECT DISTINCT m.month, s.person
    FROM service s
    JOIN ahead a ON a.from_month = s.ended_month AND a.steps IN (3, 4)
    JOIN month m ON m.month = a.month
    WHERE s.ended_on > m.service_after_on AND s.ended_on <= m.service_until_on
)
SELECT u.month, u.municipality, u.age, u.sex, u.education, u.language,
    CASE WHEN u.duration >= 3 THEN 'long_term' WHEN r.person IS NOT NULL THEN 'repeated'
        ELSE 'unemployed_after_service' END AS part,
    1 AS count
FROM unemployed u
LEFT JOIN repeated r ON r.month = u.month AND r.person = u.person
LEFT JOIN ended_service e ON e.month = u.month AND e.person = u.person
WHERE u.duration >= 3 OR r.person IS NOT NULL OR e.person IS NOT NULL
UNION ALL
SELECT i.month, i.municipality, i.age, i.sex, i.education, i.language, 'service_after_service' AS part, 1 AS count
FROM in_service i
JOIN ended_service e ON e.month = i.month AND e.person = i.person
LEFT JOIN unemployed u ON u.month = i.month AND u.person = i.person
WHERE u.person IS NULL
