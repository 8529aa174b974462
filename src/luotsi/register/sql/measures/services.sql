-- Persons in a service on the counting day, by the service.
-- kind: stock
-- counts: persons
-- groupings: age sex education language
-- parts: pay_subsidy start_up_grant work_try_out labour_market_training coaching independent_study rehabilitative_work other
-- reads: service open 0 0
SELECT month, municipality, age, sex, education, language, service AS part, 1 AS count
FROM in_service
