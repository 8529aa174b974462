-- The tables of a snapshot. Each row carries the municipality and the groups of its person on its day, so that measures
-- need no history of homes. `first_count` and `last_count` are the numbers of the first and last month on whose
-- counting day the row is going on; what has not ended goes on without limit. `slice` is the month whose file it is in.

-- Unemployment. A person who moves within a spell has a row for each home; `from_on` to `until_on` is the stay there.
CREATE TABLE made_spell AS
WITH stay AS (
    SELECT s.*, c.municipality, c.birth_year, c.sex, c.education, c.language,
        greatest(s.started_on, c.from_on) AS from_on, least(s.until_on, c.until_on) AS stay_until_on
    FROM whole_spell s
    JOIN client c ON c.person = s.person AND c.from_on <= s.until_on AND c.until_on >= s.started_on
)
SELECT s.spell, s.person, s.municipality, s.birth_year, s.sex, s.education, s.language,
    s.started_on, s.ended_on, s.end_reason, s.from_on, s.stay_until_on AS until_on,
    f.next_count AS first_count, coalesce(l.last_count, 999999) AS last_count,
    CASE WHEN s.from_on = s.started_on THEN f.month END AS started_month,
    CASE WHEN s.stay_until_on = s.ended_on THEN l.month END AS ended_month,
    f.month AS slice
FROM stay s
JOIN day f ON f.day = s.from_on
LEFT JOIN day l ON l.day = s.stay_until_on;

-- Job search, with or without work; a row for each home, expert and team within it.
CREATE TABLE made_search AS
WITH piece AS (
    SELECT w.search, w.person, c.municipality, c.birth_year, c.sex, c.education, c.language, c.integration_to,
        w.started_on, w.previous_ended_on, w.until_on AS search_until_on, r.expert, r.team,
        greatest(r.started_on, c.from_on) AS from_on, least(r.until_on, c.until_on) AS until_on
    FROM run r
    JOIN whole_search w ON w.person = r.person AND w.search_turn = r.search_turn
    JOIN client c ON c.person = r.person AND c.from_on <= r.until_on AND c.until_on >= r.started_on
)
SELECT p.search, p.person, p.municipality, p.birth_year, p.sex, p.education, p.language, p.integration_to,
    p.started_on, p.previous_ended_on, CASE WHEN p.search_until_on < DATE '9999-12-31' THEN p.search_until_on END
        AS ended_on,
    p.expert, p.team, p.from_on, p.until_on,
    f.next_count AS first_count, coalesce(l.last_count, 999999) AS last_count,
    CASE WHEN p.from_on = p.started_on THEN f.month END AS started_month,
    CASE WHEN p.until_on = p.search_until_on THEN l.month END AS ended_month,
    f.month AS slice
FROM piece p
JOIN day f ON f.day = p.from_on
LEFT JOIN day l ON l.day = p.until_on;

CREATE TABLE made_service AS
SELECT s.person, c.municipality, c.birth_year, c.sex, c.education, c.language, s.service, s.started_on, s.ended_on,
    coalesce(s.ended_on, DATE '9999-12-31') AS until_on,
    f.next_count AS first_count, coalesce(l.last_count, 999999) AS last_count,
    f.month AS started_month, l.month AS ended_month, f.month AS slice
FROM taken_service s
JOIN client c ON c.person = s.person AND s.started_on BETWEEN c.from_on AND c.until_on
JOIN day f ON f.day = s.started_on
LEFT JOIN day l ON l.day = s.ended_on;

CREATE TABLE made_contact AS
SELECT e.person, c.municipality, c.birth_year, c.sex, c.education, c.language, e.happened_on,
    d.month AS happened_month, e.kind, e.channel, d.month AS slice
FROM taken_contact e
JOIN client c ON c.person = e.person AND e.happened_on BETWEEN c.from_on AND c.until_on
JOIN day d ON d.day = e.happened_on;

CREATE TABLE made_plan AS
SELECT p.person, p.made_on, d.month AS happened_month, d.month AS slice
FROM taken_plan p JOIN day d ON d.day = p.made_on;

CREATE TABLE made_benefit AS
SELECT b.person, c.municipality, c.birth_year, c.sex, c.education, c.language, b.paid_on,
    d.month AS happened_month, b.benefit, b.paid_days, b.cumulative_days, b.base_eur AS base_cents,
    coalesce(b.exemption, 'none') AS exemption, d.month AS slice
FROM taken_benefit b
JOIN client c ON c.person = b.person AND b.paid_on BETWEEN c.from_on AND c.until_on
JOIN day d ON d.day = b.paid_on;

CREATE TABLE made_employment AS
SELECT e.person, c.municipality, c.birth_year, c.sex, c.education, c.language, e.kind, e.started_on, e.ended_on,
    coalesce(e.ended_on, DATE '9999-12-31') AS until_on,
    f.next_count AS first_count, coalesce(l.last_count, 999999) AS last_count,
    f.month AS started_month, l.month AS ended_month, f.month AS slice
FROM taken_employment e
JOIN client c ON c.person = e.person AND e.started_on BETWEEN c.from_on AND c.until_on
JOIN day f ON f.day = e.started_on
LEFT JOIN day l ON l.day = e.ended_on;

-- A vacancy is open until it is filled or closed, whichever comes first.
CREATE TABLE made_vacancy AS
WITH ended AS (
    SELECT *, least(filled_on, closed_on) AS ended_on FROM taken_vacancy
)
SELECT v.vacancy, v.employer, coalesce(v.municipality, 999) AS municipality, coalesce(v.sector, 'unknown') AS sector,
    v.opened_on AS started_on, v.ended_on, CASE WHEN v.filled_on = v.ended_on THEN v.filled_on END AS filled_on,
    coalesce(v.ended_on, DATE '9999-12-31') AS until_on,
    f.next_count AS first_count, coalesce(l.last_count, 999999) AS last_count,
    f.month AS started_month, l.month AS ended_month,
    coalesce(v.referrals, 0) AS referrals, coalesce(v.hires, 0) AS hires, f.month AS slice
FROM ended v
JOIN day f ON f.day = v.opened_on
LEFT JOIN day l ON l.day = v.ended_on;
