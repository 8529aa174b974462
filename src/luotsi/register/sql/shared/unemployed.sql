-- Persons unemployed on the counting day of each wanted month, one row for each person and month.
SELECT n.month, n.number, n.count_on, n.count_number, n.back_16_number, n.year_days, s.spell, s.person, s.municipality,
    age_group(n.year, s.birth_year) AS age, s.sex, s.education, s.language,
    duration_group(n.count_on, d.after_3_on, d.after_6_on, d.after_12_on, d.after_24_on) AS duration,
    s.started_on, d.number AS started_number
FROM spell s
JOIN span n
    ON n.first_number = greatest(s.first_count, :first_number) AND n.last_number = least(s.last_count, :last_number)
JOIN day d ON d.day = s.started_on
WHERE s.first_count <= s.last_count AND s.first_count <= :last_number AND s.last_count >= :first_number
