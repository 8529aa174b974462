-- Of clients referred to vacancies that ended in the month, those hired; more hired than referred counts as referred.
-- kind: share
-- counts: persons
-- groupings: sector
-- reads: vacancy ended 0 0
SELECT m.month, v.municipality, v.sector, least(v.hires, v.referrals) AS count, v.referrals AS base
FROM vacancy v
JOIN month m ON m.month = v.ended_month
WHERE v.referrals > 0
