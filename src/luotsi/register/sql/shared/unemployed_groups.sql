-- How many of the persons unemployed on the counting day of each wanted month are alike in home and in every group.
SELECT month, municipality, age, sex, education, language, duration, count(*) AS persons
FROM unemployed
GROUP BY month, municipality, age, sex, education, language, duration
