-- What the build runs once to record the classes of a usual query for a quick start; see scripts/build.
select   kind, sum(price * (1 - discount)) as total, avg(price) as mean, count(*) as orders
from     (values ('a', 1.50, 0.10, date '2024-02-29'), ('b', 2.50, 0.20, date '2023-01-01')) as sales (kind, price, discount, sold)
where    discount between 0.05 and 0.30 and sold < date '2025-01-01' + interval '1' year and kind like 'a%'
group by kind
having   count(*) > 0
order by kind
limit    10;

-- Scanning and filtering a file.
select   n_regionkey, count(*) as nations, min(n_name) as first
from     nation
where    n_name like 'A%' and n_nationkey >= 0
group by n_regionkey
order by nations desc;
