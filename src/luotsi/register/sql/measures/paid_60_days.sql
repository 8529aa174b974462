-- Persons paid for 60 to 100 days by the last payment of the month: those whose next months bring the municipality a
-- share (1290/2002 chapter 13 lets Kela tell it). Days without a municipal share are left out.
-- kind: stock
-- counts: persons
-- groupings: age sex education language
-- reads: benefit happened 0 0
SELECT month, municipality, age, sex, education, language, 1 AS count
FROM (
    SELECT m.month, b.municipality, age_group(m.year, b.birth_year) AS age, b.sex, b.education, b.language,
        b.cumulative_days,
        row_number() OVER (PARTITION BY m.month, b.person ORDER BY b.paid_on DESC, b.cumulative_days DESC) AS turn
    FROM benefit b
    JOIN month m ON m.month = b.happened_month
    WHERE b.exemption = 'none'
) AS last_payment
WHERE turn = 1 AND cumulative_days >= 60 AND cumulative_days <= 100
