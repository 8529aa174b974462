-- Of job searches begun in the month, those met for the initial interview within the limit of the law on the first day
-- of the search. A search that waits within the limit, or closed within it, is not judged.
-- kind: share
-- counts: searches
-- groupings: age sex education language
-- from: 2025-01
-- reads: search started 0 0, search ended 0 3, contact happened 0 3
SELECT month, municipality, age, sex, education, language,
    CASE WHEN part = 'met' AND days <= interview_limit THEN 1 ELSE 0 END AS count, 1 AS base
FROM first_interview
WHERE part = 'met' OR days > interview_limit
