-- Queries that are run here and in DuckDB over the same files; see SqlCorpusTest. Integer division is // there.

-- scans, projections, expressions
select * from numbers;
select * from one;
select * from empty;
select * from allnull;
select id, n + 1, n * 2 - k, -n from numbers;
select id, b * 2, b - k, s + t, d / 2, f * 2 from numbers;
select id, p + 1, p * 2, p - 0.5, p * p from numbers;
select id, w + p, w - 1 from numbers;
select id, id / 7, id % 7, mod(id, 3) from numbers;
-- duckdb: select id, id // 7, id % 7, mod(id, 3) from numbers
select id, abs(b), sign(b), abs(p), abs(d) from numbers;
-- duckdb: select id, abs(b), sign(b), abs(p), abs(d) from numbers
select id, floor(d), ceil(d), round(d), sqrt(abs(d)) from numbers;
select id, round(p, 1), round(p), floor(p), ceil(p) from numbers;
select id, power(k, 2), exp(k), ln(k + 1) from numbers;
select id, greatest(n, k), least(n, k) from numbers;
select id, case when n is null then 'none' when n < 5 then 'low' else 'high' end from numbers;
select id, case n when 1 then 10 when 2 then 20 end from numbers;
select id, coalesce(n, k, 0), nullif(k, 3), coalesce(n, -1) from numbers;
select id, n is null, n is not null, m is true, m is not true, m is false from numbers;
select id, not m, m and e, m or e from numbers;
select id, n > 5, n = k, n <> k, n between 2 and 4, n in (1, 3, 5) from numbers;
select id, n is distinct from k, n is not distinct from k from numbers;
select id from numbers where n = n;
select 1 + 1, 'a' || 'b', 1.5 * 2, true and null;
select id as x, x + 1 as y from numbers where id < 10;
select distinct k from numbers;
select distinct n, e from numbers;
select distinct u from words;

-- filters
select id from numbers where n is null;
select id from numbers where n is not null and k > 3;
select id from numbers where m;
select id from numbers where not m;
select id from numbers where m is null;
select id from numbers where n > 3 or k = 2;
select id from numbers where not (n > 3 or k = 2);
select id from numbers where n in (1, 2, 3);
select id from numbers where n not in (1, 2, 3);
select id from numbers where n in (1, null);
select id from numbers where p between -10.5 and 100.25;
select id from numbers where p > 10 and p <= 20.005;
select id from numbers where d < 0;
select id from numbers where b >= 1000 and b < 2000;
select id from numbers where w is not null and w > 100.5;
select id from numbers where s < t;
select id from numbers where n + k > 10;
select id from numbers where id = 4999;
select id from numbers where id < 0;
select id from numbers where 10 > id;
select id from numbers where k <> 3 and k <> 4;
select i from blocks where i between 2040 and 2060;
select i from blocks where m = 2048 or m = 0;
select count(*) from numbers where false;
select id from numbers where null;
select id from allnull where n > 1;
select id from allnull where n is null and s is null and p is null limit 100000;

-- strings
select id, upper(u), lower(u), length(u) from words;
select id, substring(u from 2 for 3), substring(u, 2), left(u, 2), right(u, 2) from words;
select id, trim('  x  '), ltrim(w), rtrim(w), replace(w, 'o', '0'), reverse(u) from words;
select id, position('a' in u), u || '-' || w, concat(u, 'x') from words;
-- duckdb: select id, position('a' in u), u || '-' || w, u || 'x' from words
select id from words where w = 'word 3';
select id from words where w <> 'word 3';
select id from words where w in ('word 1', 'word 2', 'no such');
select id from words where w like 'word 1%';
select id from words where w like '%7';
select id from words where w like '%rd 1_';
select id from words where w not like '%1%';
select id from words where u like 'a!%%' escape '!';
select id from words where u like '_pfel';
select id from words where u ilike '%CAFÉ';
select id from words where long_text like '%aaa%1%';
select id from words where w < 'word 3';
select id from words where regexp_matches(w, 'word 1[0-5]$');
select id from words where regexp_matches(u, '^[a-zÄ]+$');
select id from words where not regexp_full_match(long_text, 'a*[0-9]+');
select id, regexp_matches(u, 'É', 'i'), regexp_full_match(u, '.{3}') from words;
select id, regexp_replace(w, '[aeiou]', '-'), regexp_replace(long_text, '(.)([0-9])', '\2\1', 'g') from words;
select id, regexp_extract(w, '[0-9]+'), regexp_extract(u, '(.)(.)', 2), regexp_extract(long_text, '(b+)([0-9]*)', 1, 'i') from words;
select regexp_extract(w, '[0-9]') as d, count(*) from words group by 1;
select id from words where w >= 'word 15' and w < 'word 2';
select id from words where u = '';
select id from words where substring(w from 6 for 1) = '1';
select id from words where long_text is null;
select id, long_text from words where length(long_text) > 20;
select id, lpad(w, 10, '*'), rpad(w, 10, '*'), repeat(u, 2) from words;
select id, starts_with(w, 'word 1'), ends_with(w, '1'), contains(w, 'rd') from words;
-- duckdb: select id, starts_with(w, 'word 1'), suffix(w, '1'), contains(w, 'rd') from words

-- dates and times
select id, extract(year from d), extract(month from d), extract(day from d) from days;
select id, extract(quarter from d), extract(doy from d), extract(week from d), extract(dow from d) from days;
select id, extract(hour from ts), extract(minute from ts), extract(year from ts) from days;
select id from days where d >= date '1994-01-01' and d < date '1994-01-01' + interval '1' year;
select id from days where d between '2000-01-01' and '2000-12-31';
select id, d + interval '1' month, d - interval '3' day, d + interval '1' year from days;
-- duckdb: select id, (d + interval '1' month)::date, (d - interval '3' day)::date, (d + interval '1' year)::date from days
select id, nd, nd is null from days where nd > date '2020-06-01' or nd is null;
select id, ts, ts + interval '1' hour from days;
select id, date_trunc('month', d), date_trunc('year', d) from days;
-- duckdb: select id, date_trunc('month', d)::date, date_trunc('year', d)::date from days
select id, date_trunc('day', ts), date_trunc('hour', ts) from days;
-- duckdb: select id, date_trunc('day', ts)::timestamp, date_trunc('hour', ts) from days
select min(d), max(d), min(ts), max(ts), count(nd), min(tm), max(tm) from days;
select extract(year from nd) as y, count(*) from days group by y;
select id, cast(ts as date), cast(d as timestamp) from days;

-- casts
select id, cast(n as bigint), cast(n as double), cast(n as varchar), cast(p as integer), cast(p as double) from numbers;
-- rounding is half away from zero here, half to even in DuckDB
select id, cast(d as integer), cast(d as decimal(10,2)), cast(k as decimal(5,1)), cast(e as integer) from numbers;
-- duckdb: select id, round(d)::integer, cast(d as decimal(10,2)), cast(k as decimal(5,1)), cast(e as integer) from numbers
select id, n::varchar || 'x', '12'::int + n from numbers;
select cast('2020-02-29' as date), cast('12.345' as decimal(10,2)), cast(' 42 ' as integer), cast('1e3' as double);
select id, cast(p as varchar), cast(b as varchar), cast(e as varchar), cast(w as decimal(20,2)) from numbers;
select id, d::varchar from days;

-- aggregates without groups
select count(*), count(n), sum(n), min(n), max(n), avg(n) from numbers;
select sum(b), avg(b), sum(s), sum(t), sum(d), avg(d), sum(p), avg(p) from numbers;
-- duckdb: select sum(b), avg(b), sum(s), sum(t), sum(d), avg(d), sum(p), avg(p::double) from numbers
select sum(w), min(w), max(w), count(w) from numbers;
select count(*), sum(a), min(s), max(p), avg(p) from empty;
select count(*), count(n), sum(n), min(s), max(p), avg(d) from allnull;
select min(u), max(u), min(w), max(long_text) from words;
select count(distinct k), count(distinct n), count(distinct u) from (select k, n, 'x' || k as u from numbers);
select count(distinct w), count(distinct u), count(*) from words;
select sum(distinct k), count(distinct n), sum(k) from numbers;
select count(*) filter (where n > 5), sum(k) filter (where e), sum(n) filter (where n > 100) from numbers;
select sum(case when e then k else 0 end), sum(k * p), max(k) - min(k) from numbers;
select sum(k) + count(*) * 2 from numbers where k > 2;
select stddev_pop(d), stddev_samp(d), var_pop(d), var_samp(d) from numbers;
select stddev_pop(p), var_samp(p), k from numbers group by k;
-- duckdb: select stddev_pop(p::double), var_samp(p::double), k from numbers group by k
select bool_and(e), bool_or(e), bool_and(m), bool_or(m) from numbers;
select min(e), max(e), min(f), max(f) from numbers;
-- duckdb: select min(e), max(e), min(f), max(f) from numbers
select count(*) from numbers having count(*) > 10;
select count(*) from numbers having count(*) < 10;
select min(i), max(i), min(l), max(l), min(t), max(s), min(x), max(x) from extremes;
select sum(i), sum(t), sum(s) from extremes;
select id, i, l, t, s, x from extremes;
select id from extremes where l = 9223372036854775807 or i = -2147483648;
select id from extremes where d > 1e308;
select id from extremes where d = 'nan'::double;
select id from extremes where x > 0;

-- groups
select k, count(*) from numbers group by k;
select n, count(*), sum(b) from numbers group by n;
select k, n, count(*), sum(p), min(d), max(w) from numbers group by k, n;
select e, m, count(*) from numbers group by e, m;
select w, count(*), min(id), max(u) from words group by w;
select u, w, count(*) from words group by u, w;
select long_text, count(*) from words group by long_text;
select substring(w from 1 for 6) as p, count(*) from words group by p;
select k, avg(p), avg(n), avg(d) from numbers group by k;
-- duckdb: select k, avg(p::double), avg(n), avg(d) from numbers group by k
select d, count(*) from extremes group by d;
select k % 3 as r, count(*) from numbers group by k % 3;
select p, count(*) from numbers group by p;
select w, count(*) from numbers group by w;
select b, count(*) from numbers group by b having count(*) > 0;
select k, count(*) as c from numbers group by k having count(*) > 714;
select k, count(distinct n), count(distinct s), sum(distinct t) from numbers group by k;
select k, count(*) filter (where n is null), sum(n) filter (where e) from numbers group by k;
select a, count(*) from empty group by a;
select s, count(*), sum(n) from allnull group by s;
select n, s, count(*) from allnull group by n, s;
select name, count(*), sum(price), max(q) from big group by name;
select k, count(*), sum(price) from big group by k;
select q, count(distinct name), count(distinct k) from big group by q;
select id, min(name) from big group by id;
select q, count(distinct id) from big group by q;
select name, q, count(distinct k) from big where id > 3 group by name, q;
select q, count(distinct id), count(distinct k), sum(distinct k) from big group by q having count(distinct k) > 1;
select q, count(distinct id) from big where id < 0 group by q;
select q, count(distinct id), count(distinct k) filter (where id < 0) from big group by q;
select q, avg(price), stddev_samp(price) from big group by q;
-- duckdb: select q, avg(price::double), stddev_samp(price::double) from big group by q
select k, e from numbers group by all;
select k, sum(n) as total from numbers group by all;
select m, count(*) from blocks group by m;

-- order, limit
select id, n from numbers order by n, id;
select id, n from numbers order by n desc, id desc;
select id, n from numbers order by n nulls first, id;
select id, n from numbers order by n desc nulls last, id;
select id, w from words order by w, id limit 20;
select id, w from words order by w desc, id limit 20 offset 15;
select long_text, id from words order by long_text, id;
select id, p, w from numbers order by w desc, p limit 7;
select id, d from extremes order by d, id;
select id, d from extremes order by d desc, id;
select id, x, l from extremes order by x, id;
select id, d, ts from days order by d, ts, id limit 50;
select k, sum(p) as s from numbers group by k order by s desc limit 3;
select id from numbers order by id limit 0;
select id from numbers order by id offset 4990;
select id from numbers order by id limit 10 offset 5000;
select id, price from big order by price desc, id limit 5;
select id, name from big order by name, id limit 100000;
select id from big order by id desc limit 3;
select count(*) from (select id from big limit 1000);
select count(*) from (select id from big limit 1000 offset 299500);
select n + k as s, id from numbers order by 1, 2 limit 30;
select e, id from numbers order by e desc, id limit 5;
select f, id from numbers order by f desc, id limit 5;

-- subqueries in FROM, CTEs, UNION ALL, VALUES
select x, count(*) from (select n + 1 as x from numbers where k > 2) group by x;
with a as (select k, sum(p) as s from numbers group by k) select count(*), sum(s) from a;
with a as (select id, n from numbers where id < 100), b as (select n, count(*) as c from a group by n) select * from b where c > 8;
select id from numbers where id < 5 union all select id from words where id > 2995;
select k, 'a' as t from numbers where id < 3 union all select id, w from words where id < 3;
select t, count(*) from (select 'n' as t, id from numbers union all select 'w', id from words union all select null, a from empty) group by t;
select sum(x) from (select n as x from numbers union all select k from numbers);
select * from (values (1, 'a'), (2, 'b'), (3, null)) v(i, s);
values (1, 2.5), (3, 4.25);
select s, sum(i) from (values (1, 'a'), (2, 'b'), (3, 'a')) v(i, s) group by s;
select * from (values (1), (2), (3), (4)) v(i) order by i desc limit 2;
select max(c) from (select k, count(*) as c from numbers group by k);
select c, count(*) from (select w, count(*) as c from words group by w) group by c;
select a.k + 1 from (select k from numbers order by id limit 3) a;

-- one of every function
select split_part(w, ' ', 2), split_part(w, 'o', 1), ascii(w), chr(65 + k), octet_length(w) from (select w, id % 20 as k from words);
-- duckdb: select split_part(w, ' ', 2), split_part(w, 'o', 1), ascii(w), chr((65 + k)::int), strlen(w) from (select w, id % 20 as k from words)
select sin(d), cos(d), tan(d), atan(d), atan2(d, 2), degrees(d), radians(d), log10(abs(d) + 1), log2(abs(d) + 1), pi() from numbers;
select asin(d / 5000), acos(d / 5000), exp(d / 1000), power(d, 2), sign(d), truncate(d) from numbers;
-- duckdb: select asin(d / 5000), acos(d / 5000), exp(d / 1000), power(d, 2), sign(d), trunc(d) from numbers
select round(d, 1), round(p, 0), truncate(p, 1), ceil(w), floor(w), abs(w), -w from numbers;
-- duckdb: select round(d, 1), round(p, 0), trunc(p * 10) / 10, ceil(w), floor(w), abs(w), -w from numbers
-- EXTRACT gives whole seconds, as its type BIGINT says; DuckDB's EPOCH has a fraction
select extract(second from ts), extract(millisecond from ts), extract(microsecond from ts), extract(isodow from ts), extract(epoch from ts) from days;
-- duckdb: select extract(second from ts), extract(millisecond from ts), extract(microsecond from ts), extract(isodow from ts), floor(extract(epoch from ts)) from days
select extract(hour from tm), extract(minute from tm), last_day(d), date_trunc('week', d), date_trunc('quarter', d) from days;
-- duckdb: select extract(hour from tm), extract(minute from tm), last_day(d), date_trunc('week', d)::date, date_trunc('quarter', d)::date from days
select cast(tm as varchar), cast(ts as varchar), cast(nd as varchar), cast('12:34:56' as time), cast(ts as time) from days;
select i % 7, mod(l, 1000), i / 2, l / 3, t % 5 from extremes;
-- duckdb: select i % 7, mod(l, 1000), i // 2, l // 3, t % 5 from extremes
select * from (select case when k > 3 then w else upper(w) end as x, count(*) as c from (select id % 7 as k, w from words) group by 1) order by x;
select count(*) from words where upper(w) = 'WORD 3' or length(u) = 2;
select count(*) from words where w || u like '%3%e';
select count(*) from numbers where (k, n) in ((1, 2), (3, 4));
select count(*) from words where w = u or (w is null and u = '');
select any_value(k) from numbers where k = 3;
select k, sum(w), min(w), avg(w) from numbers group by k having sum(w) > 0 order by k;
-- duckdb: select k, sum(w), min(w), avg(w::double) from numbers group by k having sum(w) > 0 order by k
select e, k, count(*) from numbers where id in (1, 5, 7, 100, 3000) group by e, k order by e, k;
select d1, count(*) from (select extract(year from d) as d1 from days) group by d1 order by d1 desc limit 5;

-- found by random queries
select count(*), sum(totals), max(totals * 2) from (select n + 1 as totals from numbers);
select totals from (select sum(n) as totals from numbers) where totals * 2 > 3;
select k from numbers group by cube (k);
select n, k, grouping(n) from numbers where id < 0 group by rollup (n, k);
select count(*) from numbers group by grouping sets ((), ());
with c as (select n from numbers group by grouping sets ((n), (n), ()) having max(n) <> 4) select max(7), max(n), count(*) from c;
select count(*) from numbers a left join words b on b.w is distinct from 'word 1' and a.id = b.id;
