-- What falls on the home municipality of unemployment benefits (in cents), by benefit and the step of the ladder that is
-- in force on the day of payment, and the recipients whose days of the month stand on that step. A payment whose days
-- cross a step is divided by days, and the share of each part is taken half a cent up. Steps and days without a share
-- (lay-off, additional days, integration) are left out, and so are months of which the law of some benefit is not known.
-- kind: money
-- counts: persons
-- groupings:
-- parts: tyomarkkinatuki:101-200 tyomarkkinatuki:201-300 tyomarkkinatuki:301-400 tyomarkkinatuki:401-700 tyomarkkinatuki:701- peruspaivaraha:101-200 peruspaivaraha:201-300 peruspaivaraha:301-400 peruspaivaraha:401-700 peruspaivaraha:701- ansiopaivaraha:101-200 ansiopaivaraha:201-300 ansiopaivaraha:301-400 ansiopaivaraha:401-700 ansiopaivaraha:701-
-- from: 2025-01
-- law: municipal_share
-- reads: benefit happened 0 0
SELECT month, municipality, part, 1 AS count,
    sum((2 * base_cents * days * per_mille + 1000 * paid_days) // (2000 * paid_days)) AS base
FROM (
    SELECT m.month, b.municipality, b.person, b.benefit || ':' || l.step AS part, b.base_cents, b.paid_days, l.per_mille,
        least(b.cumulative_days, l.last_day) - greatest(b.cumulative_days - b.paid_days + 1, l.first_day) + 1 AS days
    FROM benefit b
    JOIN month m ON m.month = b.happened_month
    JOIN ladder l ON l.benefit = b.benefit AND l.valid_from <= b.paid_on AND l.valid_to >= b.paid_on
        AND l.first_day <= b.cumulative_days AND l.last_day > b.cumulative_days - b.paid_days
    WHERE b.exemption = 'none'
) AS paid
GROUP BY month, municipality, part, person
