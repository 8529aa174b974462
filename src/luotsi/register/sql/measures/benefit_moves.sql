-- Recipients of benefits in the month by where they came from: the step of paid days by their last payment of the month
-- before, where it is the same or the one below, else `new`. Days without a municipal share are left out.
-- kind: flow
-- counts: persons
-- groupings:
-- parts: new>1-100 new>101-200 new>201-300 new>301-400 new>401-700 new>701- 1-100>1-100 1-100>101-200 101-200>101-200 101-200>201-300 201-300>201-300 201-300>301-400 301-400>301-400 301-400>401-700 401-700>401-700 401-700>701- 701->701-
-- reads: benefit happened -1 0
SELECT now.month, now.municipality,
    CASE WHEN before.step = now.step THEN now.name WHEN before.step = now.step - 1 THEN before.name ELSE 'new' END
        || '>' || now.name AS part,
    1 AS count
FROM (
    SELECT r.month, r.municipality, r.person, s.step, s.name
    FROM (
        SELECT m.month, b.municipality, b.person, b.cumulative_days,
            row_number() OVER (PARTITION BY m.month, b.person ORDER BY b.paid_on DESC, b.cumulative_days DESC) AS turn
        FROM benefit b
        JOIN month m ON m.month = b.happened_month
        WHERE b.exemption = 'none'
    ) AS r
    JOIN (
        VALUES (1, 1, 100, '1-100'), (2, 101, 200, '101-200'), (3, 201, 300, '201-300'), (4, 301, 400, '301-400'),
            (5, 401, 700, '401-700'), (6, 701, 999999, '701-')
    ) AS s (step, first_day, last_day, name) ON r.cumulative_days BETWEEN s.first_day AND s.last_day
    WHERE r.turn = 1
) AS now
LEFT JOIN (
    SELECT r.month, r.municipality, r.person, s.step, s.name
    FROM (
        SELECT a.month, b.municipality, b.person, b.cumulative_days,
            row_number() OVER (PARTITION BY a.month, b.person ORDER BY b.paid_on DESC, b.cumulative_days DESC) AS turn
        FROM benefit b
        JOIN ahead a ON a.from_month = b.happened_month AND a.steps = 1
        WHERE b.exemption = 'none'
    ) AS r
    JOIN (
        VALUES (1, 1, 100, '1-100'), (2, 101, 200, '101-200'), (3, 201, 300, '201-300'), (4, 301, 400, '301-400'),
            (5, 401, 700, '401-700'), (6, 701, 999999, '701-')
    ) AS s (step, first_day, last_day, name) ON r.cumulative_days BETWEEN s.first_day AND s.last_day
    WHERE r.turn = 1
) AS before ON before.month = now.month AND before.person = now.person AND before.municipality = now.municipality
