select c_mktsegment, sum(o_totalprice) as total, count(*) as orders
from orders join customer on o_custkey = c_custkey
where o_orderdate >= date '1995-01-01'
group by c_mktsegment
