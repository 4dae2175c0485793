select   o_orderdate, count(distinct o_clerk) as clerks, sum(distinct o_custkey) as customers, count(*) as orders
from     orders
group by o_orderdate
