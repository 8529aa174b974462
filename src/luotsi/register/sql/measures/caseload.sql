-- Clients with job search going on on the counting day, integration clients among them, and the experts who have them;
-- an expert counts once, in the municipality and team where most of the expert's clients are.
-- kind: stock
-- counts: persons
-- groupings: team
-- parts: clients integration experts
-- reads: search open 0 0
WITH going_on AS (
    SELECT n.month, n.count_on, s.person, s.municipality, s.expert, coalesce(s.team, 'unknown') AS team,
        s.integration_to
    FROM search s
    JOIN span n
        ON n.first_number = greatest(s.first_count, :first_number)
        AND n.last_number = least(s.last_count, :last_number)
    WHERE s.first_count <= s.last_count AND s.first_count <= :last_number AND s.last_count >= :first_number
),
cases AS (
    SELECT month, expert, municipality, team, count(*) AS clients
    FROM going_on WHERE expert IS NOT NULL GROUP BY month, expert, municipality, team
),
placed AS (
    SELECT month, municipality, team,
        row_number() OVER (PARTITION BY month, expert ORDER BY clients DESC, municipality, team) AS turn
    FROM cases
)
SELECT month, municipality, team, 'clients' AS part, 1 AS count FROM going_on
UNION ALL
SELECT month, municipality, team, 'integration' AS part, 1 AS count FROM going_on WHERE integration_to >= count_on
UNION ALL
SELECT month, municipality, team, 'experts' AS part, 1 AS count FROM placed WHERE turn = 1
