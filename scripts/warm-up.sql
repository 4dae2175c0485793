-- What the build runs once to record the classes of usual queries for a quick start; see scripts/distribution.
select   kind, sum(price * (1 - discount)) as total, avg(price) as mean, count(*) as orders
from     (values ('a', 1.50, 0.10, date '2024-02-29'), ('b', 2.50, 0.20, date '2023-01-01')) as sales (kind, price, discount, sold)
where    discount between 0.05 and 0.30 and sold < date '2025-01-01' + interval '1' year and kind like 'a%'
group by kind
having   count(*) > 0
order by kind
limit    10;

-- Scans, filters, joins, a sub-query, and values of many types.
select   n_name, r_name, count(*) as customers, max(c_acctbal) as most
from     customer, nation left join region on n_regionkey = r_regionkey
where    c_nationkey = n_nationkey and n_name like 'A%' and c_acctbal > (select avg(c_acctbal) from customer)
group by n_name, r_name
order by customers desc;

select   l_orderkey, l_shipdate, l_extendedprice, l_shipmode, cast(l_quantity as double) as quantity
from     lineitem
where    exists (select * from orders where o_orderkey = l_orderkey and o_orderpriority = '1-URGENT')
order by l_extendedprice desc
limit    3;

-- Windows and grouping sets.
select   n_regionkey, n_name, row_number() over (partition by n_regionkey order by n_name) as place,
         sum(n_nationkey) over (partition by n_regionkey order by n_name rows 1 preceding) as pair
from     nation
qualify  place < 3;

select   n_regionkey, count(*) from nation group by rollup (n_regionkey);

explain analyze select count(distinct o_custkey) from orders union all select count(*) from region;

show tables;
describe nation;
