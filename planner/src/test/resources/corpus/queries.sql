-- Queries over one table, parted by empty lines; DuckDB's form follows "-- duckdb" where it differs.

select * from everything

select id, number + 1, number - small, number * 2, -number, +number from everything

select id, number / 7, big / small, 7 / 2 from everything where small <> 0
-- duckdb
select id, number // 7, big // small, 7 // 2 from everything where small <> 0

select id % 7, mod(big, 1000), id % small from everything where small > 0

select price * long_price, price + long_price, price - 1, price * 2, price * (1 - price) from everything

select id, price / 3 from everything where price is not null

select ratio * 2, ratio / 0.5, ratio + number, single * 2, single + ratio from everything

select count(*) from everything where number > 100 or price < 0

select count(*), count(number), count(distinct number % 10), sum(number), avg(number), min(number), max(number) from everything

select sum(price), avg(price), min(price), max(price), sum(distinct price) from everything

select sum(big), sum(small), avg(big), sum(ratio), avg(ratio), sum(single), min(text), max(text), min(day), max(moment) from everything

select stddev_pop(ratio), stddev_samp(ratio), var_pop(number), var_samp(number), stddev(ratio), variance(number) from everything

select bool_and(flag), bool_or(flag), every(id > 0) from everything
-- duckdb
select bool_and(flag), bool_or(flag), bool_and(id > 0) from everything

select "year", count(*) from everything group by "year" having count(*) > 40 order by 1

select year, count(*) filter (where number > 0), sum(price) filter (where flag) from everything group by year
-- duckdb
select "year", count(*) filter (where number > 0), sum(price) filter (where flag) from everything group by "year"

select flag, small % 3 as third, count(*) n, sum(id) from everything group by flag, third order by n desc

select flag, count(*) from everything group by all

select distinct flag, "year" from everything

select distinct text from everything where text like 'a%'

select case when number < 0 then 'negative' when number = 0 then 'zero' when number > 0 then 'positive' else 'unknown' end as sign, count(*) from everything group by 1

select case small when 1 then 'one' when 22 then 'twenty-two' end from everything

select sum(case when flag then 1 else 0 end), sum(case when flag then price else 0 end) from everything

select coalesce(number, small, -1), coalesce(text, 'none'), nullif(small, 5), ifnull(price, 0), greatest(number, small), least(number, small, 3) from everything

select id from everything where number between -100 and 100 and price not between 0 and 5

select id from everything where small in (1, 2, 3, 50) or text in ('aä_0%x', 'cä_2%x')

select id from everything where small not in (1, 2, 3) and number not in (5)

select id from everything where small in (1, null, 3)

select id from everything where price in (1.5, 2, 3.25, -4.44) or ratio in (1, 2, 3)

select id from everything where text like '%\_1%' escape '\'

select id from everything where text like '_ä%' and text not like '%3\%%' escape '\'

select id from everything where text ilike 'A%' or text is null

select id from everything where not (number > 0) or flag is not true or flag is false

select id, flag is true, flag is not false, flag is null, number is not null, flag and number > 0, flag or number > 0, not flag from everything

select id from everything where flag

select id from everything where number = small or number is not distinct from small

select id, number is distinct from small from everything

select upper(text), lower(text), length(text), text || '!', concat(text, '-', id), reverse(text) from everything
-- duckdb
select upper(text), lower(text), length(text), text || '!', concat(text, '-', id), reverse(text) from everything

select substring(text from 2 for 3), substr(text, 3), substring(text, 1, 1), left(text, 2), right(text, 2) from everything

select trim('  x '), ltrim('xxa', 'x'), rtrim('axx', 'x'), trim(both '%x' from text), trim(text) from everything
-- duckdb
select trim('  x '), ltrim('xxa', 'x'), rtrim('axx', 'x'), trim(text, '%x'), trim(text) from everything

select position('_' in text), strpos(text, 'x'), replace(text, '_', '--'), starts_with(text, 'a'), contains(text, '1'), repeat(text, 2), lpad(text, 10, '*'), rpad(text, 10, '*') from everything

select split_part(text, '_', 1), split_part(text, '_', 2), ascii(text), chr(97 + small % 26) from everything where text <> ''

select abs(number), sign(number), floor(ratio), ceil(ratio), round(ratio), sqrt(abs(ratio)), exp(ratio / 10), ln(id), log10(id), power(ratio, 2) from everything

select round(price, 1), round(price), floor(price), ceil(price), abs(price) from everything

select sin(ratio), cos(ratio), tan(ratio), atan(ratio), atan2(ratio, 2), degrees(ratio), radians(ratio), pi() from everything

select extract(year from day), extract(month from day), extract(day from day), extract(quarter from day), extract(dow from day), extract(doy from day), extract(week from day) from everything

select year(day), month(day), day(day), quarter(day), dayofweek(day), dayofyear(day), date_part('year', day) from everything

select extract(hour from moment), extract(minute from moment), extract(second from moment), hour(moment), date_trunc('hour', moment), date_trunc('month', moment) from everything

select date_trunc('month', day), date_trunc('year', day), last_day(day) from everything
-- duckdb
select date_trunc('month', day)::date, date_trunc('year', day)::date, last_day(day) from everything

select day + interval '1' month, day - interval '3' day, day + interval '2' year, day + 7, day - 7, day + interval '90 days' from everything

select moment + interval '1' hour, moment - interval '90' minute, moment + interval '1' month, moment + interval '2 days' from everything

select day + small * interval '1' day, day - interval '1' day * 2 from everything
-- duckdb
select (day + to_days(small::integer))::date, day - interval '2' day from everything

select day - date '1995-01-01', date_diff('day', date '1995-01-01', day), date_diff('month', date '1995-01-31', day), date_diff('year', date '1995-01-31', day), date_diff('hour', timestamp '2001-01-01 00:30:00', moment) from everything

select count(*) from everything where day >= '1996-01-01' and day < date '1996-01-01' + interval '1' year

select count(*) from everything where day between date '1995-06-01' and date '1996-06-01' and moment > timestamp '2001-03-01 00:00:00'

select count(*) from everything where extract(year from day) = 1996 and moment >= day

select cast(number as double), cast(ratio as integer), cast(price as integer), cast(price as double), cast(id as varchar), id::text, cast('12' as integer), cast('1996-02-29' as date), cast(day as timestamp), cast(moment as date), price::decimal(12, 4), id::decimal(10, 1) from everything
-- duckdb
select cast(number as double), cast(ratio as integer), cast(price as integer), cast(price as double), cast(id as varchar), id::text, cast('12' as integer), cast('1996-02-29' as date), cast(day as timestamp), cast(moment as date), price::decimal(12, 4), id::decimal(10, 1) from everything

select id, small, number from everything order by small nulls first, number desc nulls last, id limit 20 offset 5

select id, price from everything order by price desc nulls first, id limit 10

select id + 1 as x from everything order by x desc limit 3

select id from everything order by abs(number) desc nulls last, id fetch first 5 rows only

select 'a' as kind, count(*) from everything where flag union all select 'longer', sum(id) from everything union all select 'c', 1

select small from everything union select number from everything

select small from everything intersect select number from everything

select small from everything except select number from everything

values (1, 'a', 1.5), (2, 'bcd', 2.25), (3, null, null)

select x + 1, y from (values (1, 'a'), (2, 'b')) as t(x, y) where x > 1

values (1 + 1, 'a' || 'b', 1.5 * 2), (2, null, 2.25), (cast(null as integer), 'x', cast('7' as decimal(9, 4))), (-3, 'y', null)

select x, d, f from (values (1, date '1994-01-31' + interval '1' month, 1.5e0), (2 * 3, null, 2e0 / 4e0), (null, date '2000-02-29', null)) as t(x, d, f) where x > 0 or x is null

select x, y from (values (1, 2.5), (2, 1.25), (3, 100)) as t(x, y) union all select 4, 7 union all select 5 + 1, cast(8.125 as decimal(10, 3)) union all select 7, null

select x from (values (1 + 1), (2 + 2)) as t(x) where x in (select y * 2 from (values (1 + 0), (1 + 1), (null)) as u(y))

select count(*), sum(x) from (values (1 + 1), ((select count(*) from nation where n_regionkey = 1)), (3 * 3)) as t(x)

select x from (values (1 < 2), (null), (1 > 2 and true)) as t(x)

with a as (select "year", sum(id) as total from everything group by "year"), b as (select max(total) as top from a) select count(*) from a where total > 1000
-- duckdb
with a as (select "year", sum(id) as total from everything group by "year") select count(*) from a where total > 1000

select t.y, max(t.n) from (select "year" as y, number as n from everything where number > 0) as t group by t.y

select y, count(*) from (select "year" as y, flag as f, count(*) as n from everything group by "year", flag) group by y

select 1 + 1, 'it''s', date '2000-02-29' + interval '1' year, 1.5 * 2, 'a' || 'b', 3 > 2, null is null
-- duckdb
select 1 + 1, 'it''s', (date '2000-02-29' + interval '1' year)::date, 1.5 * 2, 'a' || 'b', 3 > 2, null is null

select count(*) from everything where 1 = 0

select sum(number) from everything where 1 = 0

select "year", sum(number) from everything where number > 100000 group by "year"

select value, year from everything where value > 100 and year = 1995
-- duckdb
select "value", "year" from everything where "value" > 100 and "year" = 1995

select classifier(ratio, "value") as class, count(*) from everything where ratio is not null group by class

select id from everything where classifier(ratio, "value") = 2 and id > 100 and classifier(ratio, "value") <> id

select classifier(ratio, "value") + 1, classifier(ratio, "value"), classifier(ratio, 1) from everything where classifier(ratio, "value") > 0

select sum(case when class = 0 then 1 else 0 end) as zero, sum(case when class = 1 then 1 else 0 end) as one from (select flag, classifier(ratio, price) as class from everything) group by flag

select if(flag, 'yes', 'no'), count_if(number > 0) from everything group by 1
-- duckdb
select if(flag, 'yes', 'no'), count(*) filter (where number > 0) from everything group by 1

select any_value(5), count(distinct text), count(distinct flag), approx_count_distinct(flag) from everything

select count(*) from everything where text = 'dä_3%x' or text > 'y' or text <= 'b'

select l_returnflag, l_linestatus, count(*) from lineitem where l_shipmode in ('AIR', 'REG AIR') group by l_returnflag, l_linestatus

select count(*) from lineitem where l_comment like '%special%requests%' or l_comment like 'furiously%' or l_comment not like '%ly%'

select extract(year from o_orderdate) as y, count(*), avg(o_totalprice) from orders group by y order by y

select o_orderpriority, count(*) from orders where o_orderdate >= date '1993-07-01' and o_comment not like '%special%' group by o_orderpriority order by o_orderpriority limit 3

select l_quantity, count(*) from lineitem group by l_quantity having sum(l_discount) > 10 and l_quantity < 40

select count(*) from (select l_orderkey, l_linenumber from lineitem order by l_orderkey limit 100)

select max(total) from (select l_suppkey, sum(l_extendedprice * (1 - l_discount)) as total from lineitem group by l_suppkey)

select id from everything where number > (select avg(number) from everything)

select id from everything e where exists (select 1 from everything f where f.small = e.number and f.id <> e.id)

select id from everything where number not in (select small from everything where small is not null) or id = 1

select a.id, b.id from everything a left join everything b on a.number = b.small and b.flag where a.id < 50

select count(*) from everything a full join everything b on a.number = b.small

select id, (select count(*) from everything f where f.small = e.small) from everything e where id < 20

select id from everything where number in (0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112, 119, 126, 133, 140, 147, 154, 161, 168, 175, 182, 189, 196, 203) or small in (0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112, 119, 126, 133, 140, 147, 154, 161, 168, 175, 182, 189, 196, 203, null)

select id from everything where number not in (0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112, 119, 126, 133, 140, 147, 154, 161, 168, 175, 182, 189, 196, 203) and text not in ('bä_1%x', 'cä_2%x', 'dä_3%x', 'eä_4%x', 'fä_5%x', 'gä_6%x', 'hä_7%x', 'iä_8%x', 'jä_9%x', 'kä_10%x', 'lä_11%x', 'mä_12%x', 'nä_13%x', 'oä_14%x', 'pä_15%x', 'qä_16%x', 'rä_17%x', 'sä_18%x', 'tä_19%x', 'uä_20%x', 'vä_21%x', 'wä_22%x', 'xä_23%x', 'yä_24%x', 'zä_25%x', 'aä_26%x', 'bä_27%x', 'cä_28%x', 'dä_29%x', 'eä_30%x', 'fä_31%x', 'gä_32%x', 'hä_33%x', 'iä_34%x', 'jä_35%x', 'kä_36%x', 'lä_37%x', 'mä_38%x', 'nä_39%x', 'oä_40%x', 'pä_41%x', 'qä_42%x', 'rä_43%x', 'sä_44%x', 'tä_45%x', 'uä_46%x', 'vä_47%x', 'wä_48%x', 'xä_49%x', 'yä_0%x', 'zä_1%x', 'aä_2%x', 'bä_3%x', 'cä_4%x', 'dä_5%x', 'eä_6%x', 'fä_7%x', 'gä_8%x', 'hä_9%x')

select id from everything where text in ('bä_1%x', 'cä_2%x', 'dä_3%x', 'eä_4%x', 'fä_5%x', 'gä_6%x', 'hä_7%x', 'iä_8%x', 'jä_9%x', 'kä_10%x', 'lä_11%x', 'mä_12%x', 'nä_13%x', 'oä_14%x', 'pä_15%x', 'qä_16%x', 'rä_17%x', 'sä_18%x', 'tä_19%x', 'uä_20%x', 'vä_21%x', 'wä_22%x', 'xä_23%x', 'yä_24%x', 'zä_25%x', 'aä_26%x', 'bä_27%x', 'cä_28%x', 'dä_29%x', 'eä_30%x', 'fä_31%x', 'gä_32%x', 'hä_33%x', 'iä_34%x', 'jä_35%x', 'kä_36%x', 'lä_37%x', 'mä_38%x', 'nä_39%x', 'oä_40%x', 'pä_41%x', 'qä_42%x', 'rä_43%x', 'sä_44%x', 'tä_45%x', 'uä_46%x', 'vä_47%x', 'wä_48%x', 'xä_49%x', 'yä_0%x', 'zä_1%x', 'aä_2%x', 'bä_3%x', 'cä_4%x', 'dä_5%x', 'eä_6%x', 'fä_7%x', 'gä_8%x', 'hä_9%x') or ratio in (0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112, 119, 126, 133, 140, 147, 154, 161, 168, 175, 182, 189, 196, 203)

select id from everything where day in ('1995-01-03', '1995-01-09', '1995-01-14', '1995-01-27', '1995-02-03', '1995-02-09', '1995-02-14', '1995-02-27', '1995-03-03', '1995-03-09', '1995-03-14', '1995-03-27', '1995-04-03', '1995-04-09', '1995-04-14', '1995-04-27', '1995-05-03', '1995-05-09', '1995-05-14', '1995-05-27', '1995-06-03', '1995-06-09', '1995-06-14', '1995-06-27', '1995-07-03', '1995-07-09', '1995-07-14', '1995-07-27', '1995-08-03', '1995-08-09', '1995-08-14', '1995-08-27') or price in (-5.00, -4.37, -3.74, -2.11, -1.48, 0.85, 1.22, 2.59, 3.96, 4.33, -5.70, -4.07, -3.44, -2.81, -1.18, 0.55, 1.92, 2.29, 3.66, 4.03, -5.40, -4.77, -3.14, -2.51, -1.88, 0.25, 1.62, 2.99, 3.36, 4.73, -5.10, -4.47, -3.84, -2.21, -1.58, 0.95, 1.32, 2.69, 3.06, 4.43) or number in (-5.00, -4.37, -3.74, -2.11, -1.48, 0.85, 1.22, 2.59, 3.96, 4.33, -5.70, -4.07, -3.44, -2.81, -1.18, 0.55, 1.92, 2.29, 3.66, 4.03, -5.40, -4.77, -3.14, -2.51, -1.88, 0.25, 1.62, 2.99, 3.36, 4.73, -5.10, -4.47, -3.84, -2.21, -1.58, 0.95, 1.32, 2.69, 3.06, 4.43)

select id, number in (0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112, 119, 126, 133, 140, 147, 154, 161, 168, 175, 182, 189, 196, 203, null), small not in (0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112, 119, 126, 133, 140, 147, 154, 161, 168, 175, 182, 189, 196, 203), not (price in (-5.00, -4.37, -3.74, -2.11, -1.48, 0.85, 1.22, 2.59, 3.96, 4.33, -5.70, -4.07, -3.44, -2.81, -1.18, 0.55, 1.92, 2.29, 3.66, 4.03, -5.40, -4.77, -3.14, -2.51, -1.88, 0.25, 1.62, 2.99, 3.36, 4.73, -5.10, -4.47, -3.84, -2.21, -1.58, 0.95, 1.32, 2.69, 3.06, 4.43)) from everything

select id from everything where number + id = 0 or number + id = 11 or number + id = 22 or number + id = 33 or number + id = 44 or number + id = 55 or number + id = 66 or number + id = 77 or number + id = 88 or number + id = 99 or number + id = 110 or number + id = 121 or number + id = 132 or number + id = 143 or number + id = 154 or number + id = 165 or number + id = 176 or number + id = 187 or number + id = 198 or number + id = 209 or number + id = 220 or number + id = 231 or number + id = 242 or number + id = 253 or number + id = 264 or number + id = 275 or number + id = 286 or number + id = 297 or number + id = 308 or number + id = 319 or number + id = 330 or number + id = 341 or number + id = 352 or number + id = 363 or number + id = 374 or number + id = 385 or number + id = 396 or number + id = 407 or number + id = 418 or number + id = 429 or number + id = 440 or number + id = 451 or number + id = 462 or number + id = 473 or number + id = 484 or number + id = 495 or number + id = 506 or number + id = 517 or number + id = 528 or number + id = 539 or number + id = 550 or number + id = 561 or number + id = 572 or number + id = 583 or number + id = 594 or number + id = 605 or number + id = 616 or number + id = 627 or number + id = 638 or number + id = 649

select id from everything where number + id <> 0 and number + id <> 11 and number + id <> 22 and number + id <> 33 and number + id <> 44 and number + id <> 55 and number + id <> 66 and number + id <> 77 and number + id <> 88 and number + id <> 99 and number + id <> 110 and number + id <> 121 and number + id <> 132 and number + id <> 143 and number + id <> 154 and number + id <> 165 and number + id <> 176 and number + id <> 187 and number + id <> 198 and number + id <> 209 and number + id <> 220 and number + id <> 231 and number + id <> 242 and number + id <> 253 and number + id <> 264 and number + id <> 275 and number + id <> 286 and number + id <> 297 and number + id <> 308 and number + id <> 319 and number + id <> 330 and number + id <> 341 and number + id <> 352 and number + id <> 363 and number + id <> 374 and number + id <> 385 and number + id <> 396 and number + id <> 407 and number + id <> 418 and number + id <> 429 and number + id <> 440 and number + id <> 451 and number + id <> 462 and number + id <> 473 and number + id <> 484 and number + id <> 495 and number + id <> 506 and number + id <> 517 and number + id <> 528 and number + id <> 539 and number + id <> 550 and number + id <> 561 and number + id <> 572 and number + id <> 583 and number + id <> 594 and number + id <> 605 and number + id <> 616 and number + id <> 627 and number + id <> 638 and number + id <> 649 and flag

select text || '0' || '1' || '2' || '3' || '4' || '5' || '6' || '7' || '8' || '9' || '10' || '11' || '12' || '13' || '14' || '15' || '16' || '17' || '18' || '19' || '20' || '21' || '22' || '23' || '24' || '25' || '26' || '27' || '28' || '29' || '30' || '31' || '32' || '33' || '34' || '35' || '36' || '37' || '38' || '39' || '40' || '41' || '42' || '43' || '44' || '45' || '46' || '47' || '48' || '49' || '50' || '51' || '52' || '53' || '54' || '55' || '56' || '57' || '58' || '59' from everything

select id from everything where ratio = 1 or number = 3 or ratio in (2, -3) or number = 5 or flag or ratio = 1

select id, ratio = 1 or ratio = 2 or ratio is null from everything

select id, regexp_matches(text, '[ace]._1'), regexp_matches(text, 'A.*', 'i'), regexp_full_match(text, '.*%x') from everything

select id from everything where regexp_matches(text, '^[m-p]') and not regexp_full_match(text, '.{6}')

select id, regexp_replace(text, '[0-9]', '#'), regexp_replace(text, '([0-9])', '<\1>', 'g'), regexp_extract(text, '[0-9]+'), regexp_extract(text, '(.)_(.)', 2) from everything
