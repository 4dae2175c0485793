-- Aggregates of joined rows, which can be computed below the join, and top-k's that read what they show afterwards; over small-tables.sql.

-- one side, all kinds of calls
select d.id, sum(s.pay), min(s.pay), max(s.pay), count(s.pay), count(*) from dept d join staff s on s.dept = d.id group by d.id;
select d.id, sum(s.pay), min(s.pay), max(s.pay), count(s.pay), count(*) from dept d left join staff s on s.dept = d.id group by d.id;
select d.name, sum(s.pay), count(s.id) from dept d left join staff s on s.dept = d.id group by d.name;
select d.id, sum(s.pay), count(s.pay), count(*) from staff s right join dept d on s.dept = d.id group by d.id;
select d.id, sum(s.pay), count(s.pay), count(*) from staff s full join dept d on s.dept = d.id group by d.id;
select d.city, bool_and(s.pay > 200), bool_or(s.pay > 400), any_value(d.city) from dept d left join staff s on s.dept = d.id group by d.city;
select d.id, avg(s.pay), count(*) from dept d left join staff s on s.dept = d.id group by d.id;
select d.id, count(distinct s.city), count(*) from dept d left join staff s on s.dept = d.id group by d.id;
select d.id, sum(s.pay) filter (where s.id < 5), count(*) filter (where s.id < 5), count(s.boss) filter (where s.pay > 250) from dept d left join staff s on s.dept = d.id group by d.id;

-- what a row without partner gives
select d.id, count(*) from dept d left join staff s on s.dept = d.id and s.pay > 400 group by d.id;
select d.id, count(1), count(s.id) from dept d left join staff s on s.dept = d.id and s.pay > 400 group by d.id;
select d.id, sum(coalesce(s.pay, 7)) from dept d left join staff s on s.dept = d.id and s.pay > 400 group by d.id;
select d.id, sum(case when s.pay is null then 1 else 0 end) from dept d left join staff s on s.dept = d.id and s.pay > 400 group by d.id;
select d.id, count(*) filter (where s.id is null) from dept d left join staff s on s.dept = d.id and s.pay > 400 group by d.id;
select d.id, sum(2) from dept d left join staff s on s.dept = d.id and s.pay > 400 group by d.id;
select d.id, max(s.pay + 1.5), sum(s.pay * 2.5) from dept d left join staff s on s.dept = d.id group by d.id;
select d.id, count(*) from dept d left join nothing n on n.id = d.id group by d.id;
select d.id, count(n.x), sum(n.x), max(n.x) from dept d left join nothing n on n.id = d.id group by d.id;
select n.id, count(d.id) from nothing n left join dept d on n.id = d.id group by n.id;

-- duplicates on both sides, and null keys
select p.a, count(*), count(q.b), sum(q.b) from pair p join peer q on p.a = q.a group by p.a;
select p.a, p.b, count(*), count(q.b), sum(q.b) from pair p left join peer q on p.a = q.a and p.b = q.b group by p.a, p.b;
select p.b, count(*), sum(q.b) from pair p left join peer q on p.a = q.a group by p.b;
select p.a, count(q.a), min(q.b) from pair p join peer q on p.a is not distinct from q.a group by p.a;
select p.a, count(q.a), sum(q.b) from pair p join peer q on p.a < q.a group by p.a;
select q.b, count(*), sum(p.b) from pair p join peer q on p.a = q.a and p.b <> q.b group by q.b;
select q.b, p.a, sum(p.b) from pair p join peer q on p.a = q.a group by q.b, p.a;

-- no group
select sum(s.pay), count(*), count(s.pay), max(s.pay) from dept d join staff s on s.dept = d.id;
select sum(n.x), count(*), count(n.x) from dept d join nothing n on n.id = d.id;
select sum(n.x), count(*), count(n.x) from dept d left join nothing n on n.id = d.id;
select sum(d.head), count(*), count(d.id) from nothing n left join dept d on n.id = d.id;
select count(*) from staff s join dept d on s.dept = d.id;

-- several joins, semi, anti and mark joins between
select d.name, sum(a.amount), count(*) from dept d join staff s on s.dept = d.id join sale a on a.staff = s.id group by d.name;
select d.name, sum(a.amount), count(a.kind) from dept d left join staff s on s.dept = d.id left join sale a on a.staff = s.id group by d.name;
select s.dept, sum(a.amount), count(*) from sale a join staff s on a.staff = s.id where exists (select 1 from dept d where d.id = s.dept) group by s.dept;
select s.dept, sum(a.amount), count(*) from sale a join staff s on a.staff = s.id where s.dept not in (select d.id from dept d where d.id is not null) group by s.dept;
select s.dept, sum(a.amount) from sale a join staff s on a.staff = s.id where s.pay > 300 or exists (select 1 from dept d where d.head = s.id) group by s.dept;
select s.dept, sum(a.amount), max(a.day) from sale a join staff s on a.staff = s.id where a.kind = 1 or s.pay > 400 group by s.dept;
select s.id, sum(a.amount) from staff s join sale a on a.staff = s.id where s.id in (select b.staff from sale b group by b.staff having sum(b.amount) > 20) group by s.id;
select s.id, s.city, sum(a.amount), count(*) from staff s join sale a on a.staff = s.id where s.id in (select b.staff from sale b group by b.staff having count(*) > 1) group by s.id, s.city;

-- many rows
select f.k, count(*), sum(m.v), min(m.v), max(m.s) from few f join many m on f.k = m.k group by f.k;
select f.id, count(m.v), sum(m.v) from few f left join many m on f.k = m.k group by f.id;
select f.s, count(*), sum(m.v) from few f left join many m on f.k = m.k and m.v > 500 group by f.s;
select c, count(*) from (select f.id, count(m.id) as c from few f left join many m on f.k = m.k and m.s not like '%1%' group by f.id) t group by c;
select m.s, count(*), sum(f.id) from many m left join few f on f.k = m.k group by m.s;

-- totals of groups that are there anyway
select p.a, sum(q.b) from pair p join peer q on p.a = q.a group by p.a having sum(q.b) * 3 > (select sum(q.b) from pair p join peer q on p.a = q.a);
select p.a, count(*) as c, min(q.b) as m from pair p, peer q where p.a = q.a group by p.a having count(*) < (select count(*) from pair p, peer q where p.a = q.a);
select x.a, x.s, y.s from (select a, b, sum(a * 2) as s from pair group by a, b) x join (select a, sum(a * 2) as s from pair group by a) y on x.a = y.a;
select x.b, x.c, y.c from (select a, b, count(*) as c, max(a) as m from pair group by a, b) x join (select count(*) as c, max(a) as m from pair) y on x.m <= y.m;
select x.b, x.c, y.c from (select b, count(a) filter (where a > 1) as c from pair group by b) x, (select count(a) filter (where a > 1) as c from pair) y;
select n.id, sum(n.x) from nothing n group by n.id having sum(n.x) > (select sum(n.x) from nothing n);
select (select count(*) from nothing), id, count(*) from nothing group by id;
select count(*), max(c), max(t) from (select id, count(*) as c from nothing group by id) x full join (select count(*) as t from nothing) y on x.c = y.t;
select k, sum(v) from many group by k having sum(v) > (select avg(v) from many) and count(*) > (select count(*) / 100 from many);
-- duckdb: select k, sum(v) from many group by k having sum(v) > (select avg(v) from many) and count(*) > (select count(*) // 100 from many)
select k, sum(v) as t from many group by k having sum(v) > (select sum(v) * 0.05 from many) order by t desc, k;

-- top-k's that show more than they are ordered by
select m.id, m.s, sum(f.id) as t from many m join few f on m.k = f.k group by m.id, m.s order by t desc, m.id limit 7;
select m.id, m.s, m.v, count(*) as c, sum(f.id) as t from many m join few f on m.k = f.k group by m.id, m.s, m.v order by c desc, t, m.id limit 5 offset 3;
select m.s as name, m.id, upper(m.s) as loud, sum(f.id) as t from many m join few f on m.k = f.k group by m.id, m.s order by t, m.id desc limit 6;
select m.id, m.s, sum(f.id) as t from many m join few f on m.k = f.k group by m.id, m.s having sum(f.id) > 100 order by t, m.id limit 4;
select m.id, m.s, sum(f.id) as t from many m join few f on m.k = f.k group by m.id, m.s having m.s > 'name 3' order by t, m.id limit 4;
select m.id, m.s, sum(f.id) as t from many m join few f on m.k = f.k group by m.id, m.s order by m.s, m.id limit 4;
select m.id, m.s, sum(f.id) as t from many m join few f on m.k = f.k where m.v < 0 group by m.id, m.s order by t, m.id limit 4;
select s.id, s.city, count(*) as c from staff s join sale a on a.staff = s.id group by s.id, s.city order by c desc, s.id limit 3;
select d.id, d.name, count(*) as c from dept d join staff s on s.dept = d.id group by d.id, d.name order by c desc, d.name limit 3;

-- a key that statistics take to be unique, and is not: 78 is there twice
select t.id, t.s, sum(m.v * t.w) as x from twins t join many m on m.id = t.id group by t.id, t.s order by x desc nulls last, t.id limit 250;
select t.id, t.s, sum(m.v + t.w) as x from twins t join many m on m.id = t.id group by t.id, t.s order by x, t.id limit 5;
select t.id, count(*), sum(m.v), max(t.w) from twins t left join many m on m.id = t.id group by t.id;
