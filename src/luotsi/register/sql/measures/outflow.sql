-- Spells of unemployment ended in the month, by the reason of the end; the last day of unemployment tells the month.
-- kind: flow
-- counts: spells
-- groupings: age sex education duration language
-- parts: open_market_work subsidised_work enterprise study service outside_labour_force moved_abroad no_contact other unknown
-- reads: spell ended 0 0
SELECT m.month, s.municipality, age_group(m.year, s.birth_year) AS age, s.sex, s.education, s.language,
    duration_group(s.ended_on, d.after_3_on, d.after_6_on, d.after_12_on, d.after_24_on) AS duration,
    s.end_reason AS part, 1 AS count
FROM spell s
JOIN month m ON m.month = s.ended_month
JOIN day d ON d.day = s.started_on
