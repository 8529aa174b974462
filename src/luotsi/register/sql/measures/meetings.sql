-- Meetings and other contacts with clients in the month, by channel.
-- kind: flow
-- counts: contacts
-- groupings: age sex education language
-- parts: in_person video phone online unknown
-- reads: contact happened 0 0
SELECT m.month, c.municipality, age_group(m.year, c.birth_year) AS age, c.sex, c.education, c.language,
    c.channel AS part, 1 AS count
FROM contact c
JOIN month m ON m.month = c.happened_month
