-- Days from the opening of a vacancy to its filling, by the month in which it was filled.
-- kind: histogram
-- counts: vacancies
-- groupings: sector
-- reads: vacancy ended 0 0
SELECT m.month, v.municipality, v.sector, e.number - b.number AS days, 1 AS count
FROM vacancy v
JOIN month m ON m.month = v.ended_month
JOIN day b ON b.day = v.started_on
JOIN day e ON e.day = v.filled_on
