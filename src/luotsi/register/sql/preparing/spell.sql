-- Unbroken runs of job search, and within them unbroken runs of unemployment: a row that begins at the latest on the
-- day after the one before it goes on with it. A lay-off on full time is unemployment.
CREATE TABLE run AS
WITH days AS (
    SELECT person, started_on, ended_on, coalesce(ended_on, DATE '9999-12-31') AS until_on, end_reason, expert, team,
        status IN ('unemployed', 'laid_off') AS unemployed
    FROM taken_jobsearch
),
marked AS (
    SELECT *,
        coalesce(started_on > lag(until_on + 1) OVER before, true) AS search_begins,
        coalesce(started_on > lag(until_on + 1) OVER before OR unemployed <> lag(unemployed) OVER before, true)
            AS run_begins
    FROM days
    WINDOW before AS (PARTITION BY person ORDER BY started_on)
)
SELECT *,
    sum(CAST(search_begins AS INTEGER)) OVER so_far AS search_turn,
    sum(CAST(run_begins AS INTEGER)) OVER so_far AS run_turn
FROM marked
WINDOW so_far AS (PARTITION BY person ORDER BY started_on ROWS UNBOUNDED PRECEDING);

CREATE TABLE whole_spell AS
SELECT row_number() OVER (ORDER BY person, min(started_on)) AS spell, person, min(started_on) AS started_on,
    CASE WHEN max(until_on) < DATE '9999-12-31' THEN max(until_on) END AS ended_on,
    CASE WHEN max(until_on) < DATE '9999-12-31' THEN arg_max(end_reason, started_on) END AS end_reason,
    max(until_on) AS until_on
FROM run WHERE unemployed GROUP BY person, run_turn;

CREATE TABLE whole_search AS
WITH whole AS (
    SELECT person, search_turn, min(started_on) AS started_on, max(until_on) AS until_on
    FROM run GROUP BY person, search_turn
)
SELECT row_number() OVER (ORDER BY person, started_on) AS search, *,
    lag(until_on) OVER (PARTITION BY person ORDER BY started_on) AS previous_ended_on
FROM whole;
