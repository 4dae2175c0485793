-- Joins over small-tables.sql; the format is that of corpus.sql.

-- inner
select s.id, d.name from staff s join dept d on s.dept = d.id;
select s.id, d.name from staff s, dept d where s.dept = d.id and d.city = 'Oslo';
select s.id, b.id from staff s join staff b on s.boss = b.id;
select s.id, d.name from staff s join dept d on s.dept = d.id and s.city = d.city;
select s.id, d.name from staff s join dept d on s.dept = d.id and s.city <> d.city;
select s.id, d.name from staff s join dept d on s.dept < d.id;
select s.id, d.name from staff s join dept d on s.dept = d.id or s.city = d.city;
select s.id, d.name from staff s join dept d on s.dept is not distinct from d.id;
select p.a, p.b, q.a, q.b from pair p join peer q on p.a = q.a and p.b = q.b;
select p.a, p.b, q.a, q.b from pair p join peer q on p.a is not distinct from q.a and p.b is not distinct from q.b;
select p.a, p.b, q.a, q.b from pair p join peer q on p.a = q.a and p.b is not distinct from q.b;
select p.a, q.a from pair p join peer q on p.a + 1 = q.a;
select p.a, q.a from pair p join peer q on coalesce(p.a, -1) = coalesce(q.a, -1);
select s.id, t.id from staff s join staff t on s.pay between t.pay - 50 and t.pay + 50 and s.id < t.id;
select count(*) from staff, dept, digit;
select s.id, n.x from staff s join nothing n on s.id = n.id;
select s.id, b.x from staff s join blank b on s.id = b.id;
select s.id, b.id from staff s join blank b on s.pay = b.x;
select s.id, d.name, a.amount from staff s join dept d on s.dept = d.id join sale a on a.staff = s.id;
select s.id, d.name, a.amount from staff s join dept d on s.dept = d.id join sale a on a.staff = s.id and a.kind < d.id where s.pay > 100;
select s.id, d.name from staff s join dept d using (city);
select city, s.id, d.name from staff s join dept d using (city);
select * from staff s join dept d using (id);
select * from pair natural join peer;
select * from digit a cross join digit b where a.n + b.n = 4;
select a.n, b.n from digit a join digit b on a.n * 2 = b.n;
select s.id from staff s join dept d on true where d.name = 'art';
select s.id from staff s join dept d on false;
select s.id from staff s join dept d on null;
select s.id, d.id from staff s join dept d on s.dept = d.id where s.pay is null;
select a.id, b.id from staff a join staff b on a.city = b.city and a.id <> b.id;
select a.id, count(*), sum(b.pay) from staff a join staff b on a.dept = b.dept group by a.id;
select sum(a.amount), d.name from sale a join staff s on a.staff = s.id join dept d on s.dept = d.id group by d.name;
select s.id, v.y from staff s join (values (1, 'one'), (3, 'three'), (3, 'drei')) v(x, y) on s.id = v.x;
select s.id, v.y from staff s join (values (0 + 1, 'o' || 'ne'), (3, 'three'), (cast('3' as int), null), (null, 'none')) v(x, y) on s.id = v.x;
select v.x, v.y, v.z from (values (1, 2.5 * 2, cast(date '2024-01-31' + interval '1' month as date)), ((select max(id) from staff), 1.25, null), (2 - 2, null, date '2024-02-29')) v(x, y, z);
select 1 as a, 'x' as b union all select 2 + 1, null union all select id, city from staff where id < 3 union all select 4, 'y' || 'z';
select v.x, w.y from (values (1), (2), (null)) v(x) join (values (2), (3), (null)) w(y) on v.x = w.y;
select m.id, f.id from many m join few f on m.k = f.k and m.v < 20;
select count(*), sum(m.id), sum(f.id) from many m join few f on m.k = f.k;
select count(*), sum(m.id) from many m join few f on m.s = f.s;
select count(*), sum(m.id) from many m join few f on m.s = f.s and m.k > f.k;
select count(*) from many a join many b on a.k = b.k and a.v = b.v;

-- left
select s.id, d.name from staff s left join dept d on s.dept = d.id;
select s.id, d.name from staff s left join dept d on s.dept = d.id and d.city = 'Rome';
select s.id, d.name from staff s left join dept d on s.dept = d.id and s.pay > 200;
select s.id, d.name from staff s left join dept d on s.dept = d.id where d.id is null;
select s.id, d.name from staff s left join dept d on s.dept = d.id where d.city = 'Oslo';
select s.id, d.name from staff s left join dept d on s.dept < d.id;
select s.id, d.name from staff s left join dept d on s.dept = d.id and s.city <> d.city;
select s.id, d.name from staff s left join dept d on s.pay > 250;
select s.id, d.name from staff s left join dept d on false;
select s.id, n.x from staff s left join nothing n on s.id = n.id;
select n.id, s.id from nothing n left join staff s on s.id = n.id;
select s.id, b.x, b.id from staff s left join blank b on s.id = b.id;
select s.id, d.name, a.amount from staff s left join dept d on s.dept = d.id left join sale a on a.staff = s.id;
select s.id, d.name, h.id from staff s left join (dept d join staff h on d.head = h.id) on s.dept = d.id;
select d.name, count(s.id), count(*) from dept d left join staff s on d.id = s.dept group by d.name;
select s.id, coalesce(d.name, 'nowhere') from staff s left join dept d on s.dept = d.id;
select s.id, d.x from staff s left join (select id, 1 as x from dept) d on s.dept = d.id;
select s.id, d.x from staff s left join (select id, coalesce(name, 'a') as x from dept) d on s.dept = d.id where d.x is null;
select count(*), count(f.id), sum(m.id) from many m left join few f on m.k = f.k;
select count(*), count(f.id), sum(m.id) from many m left join few f on m.s = f.s and f.id > 30;
select s.id, d.name from staff s left join dept d using (city);
select city, s.id, d.name from staff s left join dept d using (city);
select p.a, p.b, q.b from pair p left join peer q on p.a is not distinct from q.a;

-- right
select s.id, d.name from staff s right join dept d on s.dept = d.id;
select s.id, d.name from staff s right join dept d on s.dept = d.id and s.pay > 300;
select s.id, d.name from staff s right join dept d on s.dept = d.id and d.city = 'Rome';
select s.id, d.name from staff s right join dept d on s.dept > d.id;
select n.id, d.name from nothing n right join dept d on n.id = d.id;
select s.id, n.x from staff s right join nothing n on s.id = n.id;
select city, s.id, d.name from staff s right join dept d using (city);
select count(*), count(m.id), sum(f.id) from many m right join few f on m.k = f.k and m.v < 10;
select d.name, a.amount from sale a join staff s on a.staff = s.id right join dept d on s.dept = d.id;
select s.id, d.name from staff s right join dept d on s.dept = d.id where s.id is null;

-- full
select s.id, d.name from staff s full join dept d on s.dept = d.id;
select s.id, d.name from staff s full join dept d on s.dept = d.id and s.pay > 300;
select s.id, d.name from staff s full join dept d on s.dept = d.id and d.city = 'Rome';
select s.id, d.name from staff s full join dept d on s.dept = d.id where d.name is null or s.id is null;
select coalesce(s.dept, d.id), s.id, d.name from staff s full join dept d on s.dept = d.id;
select city, s.id, d.name from staff s full join dept d using (city);
select * from pair natural full join peer;
select n.id, d.name from nothing n full join dept d on n.id = d.id;
select s.id, n.x from staff s full join nothing n on s.id = n.id;
select count(*), count(m.id), count(f.id), sum(m.id), sum(f.id) from many m full join few f on m.k = f.k;
select a.id, b.id, c.id from (select * from staff where id < 5) a full join (select * from staff where id > 3 and id < 8) b on a.id = b.id full join dept c on c.head = coalesce(a.id, b.id);
select p.a, p.b, q.a, q.b from pair p full join peer q on p.a = q.a and p.b = q.b;
select s.dept, s.n, d.id, d.name from (select dept, count(*) as n from staff group by dept) s full join dept d on s.dept = d.id;

-- derived tables, limits and orders below joins
select s.id, d.name from (select * from staff order by id limit 5) s join dept d on s.dept = d.id;
select s.id, d.n from staff s join (select dept, count(*) as n from staff group by dept having count(*) > 1) d on s.dept = d.dept;
select s.id, d.n from staff s left join (select distinct dept as n from staff) d on s.dept = d.n;
select x.n, y.n from (select n from digit order by n desc limit 3) x, (select n from digit order by n limit 2 offset 1) y;
with rich as (select * from staff where pay >= 300) select a.id, b.id from rich a join rich b on a.dept = b.dept and a.id < b.id;
with d as (select dept, sum(pay) as total from staff group by dept) select d.dept, d.total, m.most from d, (select max(total) as most from d) m where d.total = m.most;
select s.id, u.x from staff s join (select id as x from dept union all select head from dept) u on s.dept = u.x;
select s.id, u.x from staff s left join (select id as x from dept union select head from dept) u on s.id = u.x;

-- lateral
select s.id, l.n from staff s, lateral (select count(*) as n from sale a where a.staff = s.id) l;
select s.id, l.total from staff s left join lateral (select sum(amount) as total from sale a where a.staff = s.id) l on true;
select s.id, l.amount from staff s, lateral (select amount from sale a where a.staff = s.id) l;
select s.id, l.amount from staff s left join lateral (select amount from sale a where a.staff = s.id) l on true;
select s.id, l.amount from staff s left join lateral (select amount from sale a where a.staff = s.id) l on l.amount > 10;
select s.id, l.x from staff s cross join lateral (select s.pay + 1 as x) l;
select s.id, l.amount from staff s, lateral (select amount from sale a where a.staff = s.id order by amount desc nulls last, kind limit 1) l;
select s.id, l.amount from staff s left join lateral (select amount from sale a where a.staff = s.id and a.amount < s.pay order by amount limit 2) l on true;
select s.id, l.n, m.k from staff s, lateral (select count(*) as n from sale a where a.staff = s.id) l, lateral (select l.n * 10 as k) m;
select s.id, l.x from staff s, lateral (select d.name as x from dept d where d.id = s.dept union all select city from staff t where t.boss = s.id) l;
select s.id, l.kind, l.n from staff s, lateral (select a.kind, count(*) as n from sale a where a.staff = s.id group by a.kind) l;
select s.id, l.n from staff s, lateral (select count(*) as n from staff t where t.pay > s.pay) l;
