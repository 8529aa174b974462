-- Vacancies open on the counting day.
-- kind: stock
-- counts: vacancies
-- groupings: sector
-- reads: vacancy open 0 0
SELECT n.month, v.municipality, v.sector, 1 AS count
FROM vacancy v
JOIN span n
    ON n.first_number = greatest(v.first_count, :first_number) AND n.last_number = least(v.last_count, :last_number)
WHERE v.first_count <= v.last_count AND v.first_count <= :last_number AND v.last_count >= :first_number
