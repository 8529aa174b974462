-- Recipients of each benefit by the step of paid days on which their days of the month stand, and the euros (in cents)
-- that the municipality's share is taken of. A payment whose days cross a step is divided by days, half a cent up; its
-- recipient stands on both steps. Days without a municipal share (lay-off, additional days, integration) are left out.
-- kind: money
-- counts: persons
-- groupings:
-- parts: tyomarkkinatuki:1-100 tyomarkkinatuki:101-200 tyomarkkinatuki:201-300 tyomarkkinatuki:301-400 tyomarkkinatuki:401-700 tyomarkkinatuki:701- peruspaivaraha:1-100 peruspaivaraha:101-200 peruspaivaraha:201-300 peruspaivaraha:301-400 peruspaivaraha:401-700 peruspaivaraha:701- ansiopaivaraha:1-100 ansiopaivaraha:101-200 ansiopaivaraha:201-300 ansiopaivaraha:301-400 ansiopaivaraha:401-700 ansiopaivaraha:701- yleistuki:1-100 yleistuki:101-200 yleistuki:201-300 yleistuki:301-400 yleistuki:401-700 yleistuki:701-
-- from: 2025-01
-- reads: benefit happened 0 0
SELECT month, municipality, part, 1 AS count, sum((2 * base_cents * days + paid_days) // (2 * paid_days)) AS base
FROM (
    SELECT m.month, b.municipality, b.person, b.benefit || ':' || s.name AS part, b.base_cents, b.paid_days,
        least(b.cumulative_days, s.last_day) - greatest(b.cumulative_days - b.paid_days + 1, s.first_day) + 1 AS days
    FROM benefit b
    JOIN month m ON m.month = b.happened_month
    JOIN (
        VALUES (1, 100, '1-100'), (101, 200, '101-200'), (201, 300, '201-300'), (301, 400, '301-400'),
            (401, 700, '401-700'), (701, 999999, '701-')
    ) AS s (first_day, last_day, name) ON s.first_day <= b.cumulative_days
        AND s.last_day > b.cumulative_days - b.paid_days
    WHERE b.exemption = 'none'
) AS paid
GROUP BY month, municipality, part, person
