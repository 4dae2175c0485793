-- Set operations, grouping sets and distinct over small-tables.sql; the format is that of corpus.sql.

-- union
select a, b from pair union all select a, b from peer;
select a, b from pair union select a, b from peer;
select a from pair union select b from peer union select n from digit;
select a from pair union all select b from peer union select n from digit;
(select a from pair order by a limit 2) union all (select b from peer order by b desc nulls last limit 1);
select a from pair union all select pay / 1.5 from staff;
-- duckdb: select a from pair union all select (pay / 1.5)::decimal(18, 6) from staff
select id from nothing union all select id from blank;
select id from nothing union select x from nothing;
select city from staff union select 'none' union select null;
select x, count(*) from (select a as x from pair union all select b from pair) u group by x;
select x from (select a as x from pair union all select b from pair) u where x > 1 order by x desc limit 3;
select a, sum(b) from (select a, b from pair union select a, b from peer) u group by a;
select 1 as x union all select 2 union all select 3;
select n from digit where n < 3 union all select n + 100 from digit where n > 8 order by 1 desc;

-- intersect
select a, b from pair intersect select a, b from peer;
select a from pair intersect select a from peer;
select a, b from pair intersect all select a, b from peer;
select a from pair intersect all select a from peer;
select a from pair intersect all select b from peer intersect all select n from digit;
select a from pair intersect select b from peer intersect select n from digit;
select id from nothing intersect select id from blank;
select id from nothing intersect all select id from blank;
select city from staff intersect select city from dept;
select city from staff intersect all select city from dept;
select id, pay from staff intersect select id, id * 500 from staff;
select x, count(*) from (select a as x from pair intersect all select a from peer) u group by x;

-- except
select a, b from pair except select a, b from peer;
select a from pair except select a from peer;
select a, b from pair except all select a, b from peer;
select a from pair except all select a from peer;
select b from peer except all select b from pair;
select a from pair except all select b from peer except all select n from digit;
select n from digit except select a from pair except select b from peer;
select id from nothing except select id from blank;
select id from blank except select id from nothing;
select id from blank except all select id from nothing;
select city from staff except select city from dept;
select city from staff except all select city from dept;
select k from many except select k from few;
select k from many where id < 300 except all select k from few;
select k from many intersect select k from few;
select k from many intersect all select k from few;
(select a from pair union all select a from peer) except all (select n from digit union all select null);
select a from pair where a not in (select a from peer where a is not null except select 2);

-- grouping sets
select dept, city, count(*), sum(pay) from staff group by rollup (dept, city);
select dept, city, count(*), sum(pay) from staff group by cube (dept, city);
select dept, city, count(*), sum(pay) from staff group by grouping sets ((dept), (city), ());
select dept, city, count(*), sum(pay) from staff group by grouping sets ((dept, city), (dept), (dept));
select dept, city, grouping(dept), grouping(city), count(*) from staff group by rollup (dept, city);
select dept, city, grouping(dept, city), count(*) from staff group by cube (dept, city);
select dept, city, grouping(dept) + grouping(city) as level, avg(pay) from staff group by rollup (dept, city) order by level, dept, city;
select dept, count(*) from staff group by rollup (dept) having count(*) > 1;
select dept, count(*) from staff group by rollup (dept) having grouping(dept) = 1;
select case when grouping(city) = 1 then 'all' else city end as c, sum(pay) from staff group by rollup (city);
select id, x, count(*) from nothing group by rollup (id, x);
select id, count(*) from nothing group by cube (id);
select dept, boss, city, max(pay), min(pay), count(pay) from staff group by rollup (dept, boss, city);
select dept, city, count(distinct pay) from staff group by rollup (dept, city);
select dept, city, count(distinct pay), sum(distinct pay), avg(pay) from staff group by grouping sets ((dept), (city));
select dept + 1 as d, count(*) from staff group by rollup (dept + 1);
select dept, city, boss, count(*) from staff group by dept, rollup (city, boss);
select dept, city, count(*) filter (where pay > 200) from staff group by rollup (dept, city);
select s.dept, d.name, sum(s.pay) from staff s join dept d on s.dept = d.id group by rollup (s.dept, d.name);
select count(*) from staff group by grouping sets ((), ());
select dept, stddev_samp(pay), var_pop(pay) from staff group by rollup (dept);
select dept, bool_or(pay > 400), bool_and(pay > 40) from staff group by rollup (dept);
select k % 5 as g, s, count(*), sum(v), avg(v), min(id), max(id) from many where id < 2000 group by rollup (k % 5, s);
select sum(pay) as p from staff group by rollup (dept) order by p desc limit 3;
select dept, city, sum(pay) from staff group by cube (dept, city) having sum(pay) > 300 and grouping(city) = 0;

-- distinct and aggregates side by side
select count(distinct dept), count(dept), sum(pay), sum(distinct pay), avg(distinct pay), count(*) from staff;
select city, count(distinct dept), count(distinct pay), count(*) from staff group by city;
select count(distinct city), count(distinct dept), max(pay) from nothing s(dept, pay, city);
select dept, count(distinct city) filter (where pay > 100), count(*) filter (where city is null) from staff group by dept;
select count(distinct a), count(distinct b), count(distinct a + b) from pair;
select distinct dept, city from staff;
select distinct a, b from pair order by a nulls first, b nulls first;
select dept, sum(pay) from staff group by dept having sum(pay) > 400;
select dept from staff group by dept having count(*) > 1 and max(city) < 'Rome';
select sum(pay) from staff having count(*) > 100;
select 1 from staff having sum(pay) > 0;
select dept, count(*) from staff group by dept having dept is null;
