select   o_orderpriority, o_orderdate, count(distinct o_custkey) as customers
from     orders
where    o_totalprice > 1000
group by o_orderpriority, o_orderdate
