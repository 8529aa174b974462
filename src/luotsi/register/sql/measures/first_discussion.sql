-- Working days from the first day of job search to the initial interview, by the month in which the search began; those
-- who still wait and those whose search closed before it stand beside with the days they were without, not left out.
-- kind: histogram
-- counts: searches
-- groupings: age sex education language
-- parts: met closed waiting
-- reads: search started 0 0, search ended 0 3, contact happened 0 3
SELECT month, municipality, age, sex, education, language, part, days, 1 AS count
FROM first_interview
